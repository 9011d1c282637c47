package org.biggantune.command.evaluate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Synset;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.image.ImageFiles;
import org.biggantune.image.ImageFolder;
import org.biggantune.image.PlanarImages;

/**
 * Image files in one folder per class. A folder is named after the class or one of its synonyms, regardless of case, spaces
 * and hyphens, or after its WordNet id, as in ImageNet.
 */
final class RealImageFolders implements RealImages {
    private final List<Path> folders;
    private final ClassNames names;
    private final ClassifierMetadata judge;
    private final Map<ClassLabel, List<Path>> files = new HashMap<>();

    private RealImageFolders(List<Path> folders, ClassifierMetadata judge) {
        this.judge = judge;
        this.folders = folders;
        this.names = new ClassNames(
                "folder", folders.stream().map(RealImageFolders::name).toList());
    }

    static RealImageFolders open(Path folder, Optional<String> split, ClassifierMetadata judge) {
        Path root = split.map(folder::resolve).orElse(folder);
        if (!Files.isDirectory(root)) {
            throw new MissingInputException(
                    "--split " + split.orElse("") + ": no such folder in " + folder + ", and no IDX files either");
        }
        try (Stream<Path> children = Files.list(root)) {
            List<Path> folders = children.filter(Files::isDirectory)
                    .filter(child -> !name(child).startsWith("."))
                    .sorted()
                    .toList();
            if (folders.isEmpty()) {
                throw new MissingInputException("--real " + root + ": contains no class folders and no IDX files;"
                        + " expected a folder of images for each class, or NAME-images-idx3-ubyte[.gz] files");
            }
            return new RealImageFolders(folders, judge);
        } catch (IOException e) {
            throw new MissingInputException("--real " + root + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    @Override
    public int count(ClassLabel target) {
        return files(target).size();
    }

    @Override
    public PlanarImages picture(ClassLabel target, int index) {
        return ImageFiles.read(files(target).get(index));
    }

    @Override
    public String name(ClassLabel target, int index) {
        return files(target).get(index).toString();
    }

    @Override
    public void digest(ClassLabel target, int index, MessageDigest into) {
        try {
            byte[] content = Files.readAllBytes(files(target).get(index));
            into.update(ByteBuffer.allocate(Long.BYTES).putLong(content.length).flip());
            into.update(content);
        } catch (IOException e) {
            // picture() reports it.
        }
    }

    @Override
    public List<String> classes() {
        return names.asList();
    }

    private List<Path> files(ClassLabel target) {
        return files.computeIfAbsent(target, this::list);
    }

    private List<Path> list(ClassLabel target) {
        // The id comes first: ImageNet has two classes named "crane".
        List<String> spellings = new ArrayList<>();
        OptionalInt label = judge.indexOf(target);
        if (label.isPresent()) {
            judge.names().synset(label.getAsInt()).map(Synset::id).ifPresent(spellings::add);
        }
        spellings.add(target.name());
        spellings.addAll(Arrays.asList(target.name().split(",", -1)));
        return spellings.stream()
                .map(names::indicesOf)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .map(found -> ImageFolder.list(found.stream().map(folders::get).toList()))
                .orElse(List.of());
    }

    private static String name(Path folder) {
        return String.valueOf(folder.getFileName());
    }
}
