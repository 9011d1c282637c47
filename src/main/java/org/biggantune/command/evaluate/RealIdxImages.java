package org.biggantune.command.evaluate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.biggantune.archive.array.IdxImages;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.image.PlanarImages;

/**
 * Greyscale images from pairs of IDX files {@code NAME-images-idx3-ubyte} and {@code NAME-labels-idx1-ubyte}, each plain or
 * with {@code .gz}. Several pairs form one set, in the order of their names. Labels are indices of the judge's labels.
 */
final class RealIdxImages implements RealImages {
    private static final Pattern IMAGES = Pattern.compile("(.*)-images([-.])idx3-ubyte(?:\\.gz)?");

    private final List<IdxImages> parts;
    private final ClassifierMetadata judge;

    /** The images of each label: the part and the index in it. */
    private final Map<Integer, List<int[]>> places = new TreeMap<>();

    private final Map<ClassLabel, List<int[]>> known = new HashMap<>();

    private RealIdxImages(List<IdxImages> parts, ClassifierMetadata judge) {
        this.parts = parts;
        this.judge = judge;
        for (int part = 0; part < parts.size(); part++) {
            for (int i = 0; i < parts.get(part).count(); i++) {
                places.computeIfAbsent(parts.get(part).label(i), unused -> new ArrayList<>())
                        .add(new int[] {part, i});
            }
        }
    }

    /** Returns whether a folder contains IDX files of images. */
    static boolean isSet(Path folder) {
        return !pairs(folder).isEmpty();
    }

    static RealIdxImages open(Path folder, Optional<String> split, ClassifierMetadata judge) {
        Map<String, Path> pairs = pairs(folder);
        List<Path> chosen = pairs.entrySet().stream()
                .filter(pair -> pair.getKey().startsWith(split.orElse("")))
                .map(Map.Entry::getValue)
                .toList();
        if (chosen.isEmpty()) {
            throw new MissingInputException("--split " + split.orElse("") + ": no IDX files of this name in " + folder
                    + " (found: " + String.join(", ", pairs.keySet()) + ")");
        }
        List<IdxImages> parts = chosen.stream()
                .map(images -> IdxImages.read(images, labels(images)))
                .toList();
        RealIdxImages images = new RealIdxImages(parts, judge);
        images.places.keySet().stream()
                .filter(label -> label >= judge.labels().size())
                .findFirst()
                .ifPresent(label -> {
                    throw new SettingsConflictException("--real " + folder + ": an image has label " + label
                            + ", but the judge has " + judge.labels().size()
                            + " labels; choose a judge of this data set");
                });
        return images;
    }

    @Override
    public int count(ClassLabel target) {
        return places(target).size();
    }

    @Override
    public PlanarImages picture(ClassLabel target, int index) {
        int[] place = places(target).get(index);
        IdxImages part = parts.get(place[0]);
        return new PlanarImages(1, 1, part.height(), part.width(), part.pixels(place[1]));
    }

    @Override
    public String name(ClassLabel target, int index) {
        return "picture " + index + " of " + target;
    }

    @Override
    public void digest(ClassLabel target, int index, MessageDigest into) {
        int[] place = places(target).get(index);
        float[] pixels = parts.get(place[0]).pixels(place[1]);
        ByteBuffer bytes = ByteBuffer.allocate(pixels.length * Float.BYTES);
        bytes.asFloatBuffer().put(pixels);
        into.update(bytes);
    }

    @Override
    public List<String> classes() {
        return places.keySet().stream().map(judge.labels()::get).toList();
    }

    private List<int[]> places(ClassLabel target) {
        return known.computeIfAbsent(target, unused -> {
            OptionalInt label = judge.indexOf(target);
            return label.isPresent() ? places.getOrDefault(label.getAsInt(), List.of()) : List.of();
        });
    }

    /** Maps the prefix of each image file's name to the file; a plain file is preferred to a compressed one. */
    private static Map<String, Path> pairs(Path folder) {
        Map<String, Path> pairs = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(file -> {
                Matcher name = IMAGES.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    pairs.putIfAbsent(name.group(1), file);
                }
            });
        } catch (IOException e) {
            throw new MissingInputException("--real " + folder + ": cannot be listed: " + e.getMessage(), e);
        }
        return pairs;
    }

    private static Path labels(Path images) {
        Matcher name = IMAGES.matcher(String.valueOf(images.getFileName()));
        if (!name.matches()) {
            throw new IllegalArgumentException(images + " is not an IDX file of images");
        }
        Path plain = images.resolveSibling(name.group(1) + "-labels" + name.group(2) + "idx1-ubyte");
        Path packed = plain.resolveSibling(plain.getFileName() + ".gz");
        if (Files.notExists(plain) && Files.notExists(packed)) {
            throw new MissingInputException(
                    images + ": its labels are missing; expected " + plain.getFileName() + "[.gz] in the same folder");
        }
        return Files.exists(plain) ? plain : packed;
    }
}
