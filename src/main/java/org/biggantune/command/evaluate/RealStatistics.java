package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpzFile;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.metric.FeatureMoments;
import org.biggantune.report.JsonFile;

/**
 * Statistics of the features of real images, in {@code .npz} files as pytorch-fid writes them: {@code mu} [n] and
 * {@code sigma} [n, n] in float64. Files written here also contain {@code detector}, the bytes of a JSON object that names
 * the network; statistics of another network are refused. One file for one class, or a folder with a file per class.
 *
 * @param option the option that names the path, for messages
 * @param place a file {@code NAME.npz} or a folder
 * @param judge the SHA-256 of the judge's file
 * @param layer the layer that the features are taken from
 * @param resolutions the resolution of the images behind each file that was written
 */
record RealStatistics(String option, Path place, String judge, String layer, Map<Path, Integer> resolutions) {
    private static final String SUFFIX = ".npz";
    private static final String MEAN = "mu";
    private static final String COVARIANCE = "sigma";
    private static final String DETECTOR = "detector";

    RealStatistics(String option, Path place, String judge, String layer) {
        this(option, place, judge, layer, new HashMap<>());
    }

    /** Returns the file of a class. */
    Path file(ClassLabel target) {
        return isFile() ? place : place.resolve(target.directoryName() + SUFFIX);
    }

    private boolean isFile() {
        return String.valueOf(place.getFileName()).endsWith(SUFFIX);
    }

    /**
     * Requires a folder if there are several classes.
     *
     * @throws InvalidOptionException if a single file is named for several classes
     */
    RealStatistics requirePlaces(Collection<ClassLabel> targets) {
        if (isFile() && targets.size() > 1) {
            throw new InvalidOptionException(option + " " + place + ": one file for " + targets.size()
                    + " classes; name a folder, which has a file for each");
        }
        return this;
    }

    /**
     * Requires that the file of every class exists.
     *
     * @throws MissingInputException if one does not exist
     */
    RealStatistics requireFiles(Collection<ClassLabel> targets) {
        for (ClassLabel target : targets) {
            if (!Files.isRegularFile(file(target))) {
                throw new MissingInputException(option + " " + file(target) + ": no such file; expected statistics of"
                        + " real images of class " + target + " as --write-statistics writes them");
            }
        }
        return this;
    }

    /**
     * Reads the statistics of a class.
     *
     * @param resolution height and width of the images that are compared
     * @throws UnsupportedInputException if the file has no such arrays
     * @throws SettingsConflictException if they were computed with another network or at another resolution
     */
    FeatureMoments read(ClassLabel target, int resolution) {
        Path file = file(target);
        try (NpzFile arrays = NpzFile.open(file)) {
            double[] mean = numbers(file, arrays, MEAN, 1);
            double[] covariance = numbers(file, arrays, COVARIANCE, 2);
            if (covariance.length != (long) mean.length * mean.length) {
                throw new UnsupportedInputException(option + " " + file + ": " + COVARIANCE + " has "
                        + covariance.length + " numbers, expected " + mean.length + " × " + mean.length);
            }
            arrays.read(DETECTOR).ifPresent(bytes -> requireDetector(file, bytes, resolution));
            return new FeatureMoments(mean, covariance);
        }
    }

    private double[] numbers(Path file, NpzFile arrays, String name, int rank) {
        NpyArray array = arrays.read(name)
                .filter(found -> found.shape().length == rank && found.type().isFloating() && found.elementCount() > 0)
                .orElseThrow(() -> new UnsupportedInputException(option + " " + file + ": has no array '" + name
                        + "' of floating-point numbers; expected " + MEAN + " [n] and " + COVARIANCE
                        + " [n, n], as pytorch-fid writes them"));
        double[] numbers = array.doubles();
        if (!Arrays.stream(numbers).allMatch(Double::isFinite)) {
            throw new CorruptInputException(option + " " + file + ": '" + name + "' has numbers that are not finite");
        }
        return numbers;
    }

    private void requireDetector(Path file, NpyArray bytes, int resolution) {
        ObjectNode found = JsonFile.ofLine(new String(bytes.data(), StandardCharsets.UTF_8))
                .orElseThrow(() -> new CorruptInputException(
                        option + " " + file + ": '" + DETECTOR + "' is not a JSON object (damaged?)"));
        ObjectNode wanted = detector(resolution);
        wanted.fieldNames().forEachRemaining(name -> {
            String theirs = found.path(name).asText();
            String ours = wanted.path(name).asText();
            if (!theirs.equals(ours)) {
                throw new SettingsConflictException(option + " " + file + ": made with another detector: its " + name
                        + " is " + theirs + ", here " + ours + "; write new statistics with --write-statistics");
            }
        });
    }

    private ObjectNode detector(int resolution) {
        return JsonFile.object().put("sha256", judge).put("features", layer).put("resolution", resolution);
    }

    /**
     * Writes the statistics of a class and replaces an existing file. Refuses to replace a file of this evaluation with
     * statistics at another resolution.
     *
     * @param resolution height and width of the images
     */
    void write(ClassLabel target, FeatureMoments moments, int resolution) {
        Path file = file(target);
        Optional<Integer> before = Optional.ofNullable(resolutions.put(file, resolution));
        if (before.filter(other -> other != resolution).isPresent()) {
            throw new SettingsConflictException(
                    option + " " + file + ": the generators make images of " + before.get() + " and " + resolution
                            + " pixels, and real images are compared at that size; evaluate one generator at a time");
        }
        long size = moments.size();
        byte[] detector = JsonFile.line(detector(resolution)).strip().getBytes(StandardCharsets.UTF_8);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(MEAN, NpyArray.ofDoubles(new long[] {size}, moments.mean()));
        arrays.put(COVARIANCE, NpyArray.ofDoubles(new long[] {size, size}, moments.covariance()));
        arrays.put(DETECTOR, new NpyArray(new long[] {detector.length}, ScalarType.UINT8, detector));
        NpzFile.write(file, arrays);
    }
}
