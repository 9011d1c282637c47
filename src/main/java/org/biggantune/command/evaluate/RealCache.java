package org.biggantune.command.evaluate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpzFile;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.io.OpenResources;
import org.biggantune.io.ScratchFloats;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.Features;
import org.biggantune.metric.ImageScores;
import org.biggantune.metric.InceptionAccumulator;
import org.biggantune.report.JsonFile;

/**
 * Caches a judge's scores and features of real images in a file {@code KEY.npz} per class. The key is a digest of the images'
 * contents and of everything else that the numbers depend on. Files are written atomically, so several processes may share
 * a folder. The images of a damaged file are measured again.
 */
final class RealCache {
    private static final String SUFFIX = ".npz";
    private static final String FEATURES = "features";
    private static final String MANIFOLD = "manifold";
    private static final String PROBABILITIES = "probabilities";
    private static final String PAIRS = "pairs";
    private static final String SCORES = "scores";
    private static final String INCEPTION = "inception";
    private static final String UNREADABLE = "unreadable";

    private final Optional<Path> folder;
    private final Consumer<String> listener;
    private boolean refused;

    /**
     * Creates a cache.
     *
     * @param folder the folder; empty to keep nothing
     * @param listener gets a message for a file that is damaged or cannot be written
     */
    RealCache(Optional<Path> folder, Consumer<String> listener) {
        this.folder = folder;
        this.listener = listener;
    }

    /**
     * Returns a judge's scores of images, from the cache if it has them.
     *
     * @param key identifies the images and the judge; the images are read for it only where there is a folder
     * @param unreadable gets the images that could not be read
     * @param scratch gets the files of features from the cache, which may be deleted or replaced at any time
     * @param measure computes the scores if they are not in the cache
     */
    ImageScores scores(
            Supplier<String> key, UnreadableImages unreadable, OpenResources scratch, Supplier<ImageScores> measure) {
        if (folder.isEmpty()) {
            return measure.get();
        }
        Path file = folder.get().resolve(key.get() + SUFFIX);
        return kept(file, unreadable, scratch).orElseGet(() -> {
            ImageScores scores = measure.get();
            keep(file, scores, unreadable.reasons());
            return scores;
        });
    }

    private Optional<ImageScores> kept(Path file, UnreadableImages unreadable, OpenResources scratch) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (NpzFile arrays = NpzFile.open(file)) {
            ImageScores scores = read(file, arrays, scratch);
            return unreadable.accept(reasons(file, arrays)) ? Optional.of(scores) : Optional.empty();
        } catch (CannotCreateException | WriteFailedException e) {
            // There is no space for a scratch file, and nothing is wrong with this one.
            throw e;
        } catch (BigganTuneException | IllegalArgumentException e) {
            listener.accept(file + ": damaged; its images are measured again");
            return Optional.empty();
        }
    }

    private static ImageScores read(Path file, NpzFile arrays, OpenResources scratch) {
        double[] scores = array(file, arrays, SCORES, 1).doubles();
        double[] pairs = array(file, arrays, PAIRS, 2).doubles();
        int third = pairs.length / 3;
        double[] probabilities = array(file, arrays, PROBABILITIES, 1).doubles();
        int count = probabilities.length;
        if (scores.length != 6 || third < 1) {
            throw wrongSizes(file);
        }
        Features common = features(file, arrays, FEATURES, count, scratch)
                .orElseThrow(() -> new CorruptInputException(file + ": no array " + FEATURES));
        return new ImageScores(
                count,
                new ClassifierScore(scores[0], scores[1], scores[2]),
                scores[3],
                scores[4],
                scores[5],
                new ImageScores.Values(
                        probabilities,
                        Arrays.copyOfRange(pairs, 0, third),
                        Arrays.copyOfRange(pairs, third, 2 * third),
                        Arrays.copyOfRange(pairs, 2 * third, 3 * third)),
                common,
                features(file, arrays, MANIFOLD, count, scratch).orElse(common),
                InceptionAccumulator.of(array(file, arrays, INCEPTION, 1).doubles()));
    }

    /** Copies features to a scratch file. */
    private static Optional<Features> features(
            Path file, NpzFile arrays, String name, int count, OpenResources scratch) {
        return arrays.content(name).map(opened -> {
            try (opened) {
                long[] shape = opened.description().shape();
                if (shape.length != 2 || shape[0] != count || shape[1] < 1) {
                    throw wrongSizes(file);
                }
                ScratchFloats numbers = scratch.own(ScratchFloats.create());
                opened.floats(numbers::append);
                return new Features(numbers, Math.toIntExact(shape[1]));
            }
        });
    }

    private static CorruptInputException wrongSizes(Path file) {
        return new CorruptInputException(file + ": arrays have the wrong sizes");
    }

    private static NpyArray array(Path file, NpzFile arrays, String name, int rank) {
        return arrays.read(name)
                .filter(found -> found.shape().length == rank)
                .orElseThrow(() -> new CorruptInputException(file + ": no array " + name));
    }

    private static Map<Integer, String> reasons(Path file, NpzFile arrays) {
        Map<Integer, String> reasons = new TreeMap<>();
        String text = new String(array(file, arrays, UNREADABLE, 1).data(), StandardCharsets.UTF_8);
        var json = JsonFile.ofLine(text)
                .orElseThrow(() -> new CorruptInputException(file + ": '" + UNREADABLE + "' is not a JSON object"));
        json.properties()
                .forEach(one -> reasons.put(
                        Integer.valueOf(one.getKey()), one.getValue().asText()));
        return reasons;
    }

    private void keep(Path file, ImageScores scores, Map<Integer, String> reasons) {
        long count = scores.count();
        ImageScores.Values values = scores.values();
        long pairs = values.pairDiversities().length;
        double[] measures = new double[Math.toIntExact(3 * pairs)];
        System.arraycopy(values.pairDiversities(), 0, measures, 0, (int) pairs);
        System.arraycopy(values.msSsims(), 0, measures, (int) pairs, (int) pairs);
        System.arraycopy(values.featureDistances(), 0, measures, (int) (2 * pairs), (int) pairs);
        double[] means = {
            scores.judge().top1(),
            scores.judge().probability(),
            scores.judge().crossEntropy(),
            scores.pairDiversity(),
            scores.msSsim(),
            scores.featureDistance()
        };
        var texts = JsonFile.object();
        reasons.forEach((picture, reason) -> texts.put(picture.toString(), reason));
        byte[] unreadable = JsonFile.line(texts).getBytes(StandardCharsets.UTF_8);
        double[] inception = scores.inception().numbers();
        Map<String, NpzFile.Floats> features = new LinkedHashMap<>();
        features.put(FEATURES, floats(scores.features()));
        if (!scores.manifold().equals(scores.features())) {
            features.put(MANIFOLD, floats(scores.manifold()));
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(PROBABILITIES, NpyArray.ofDoubles(new long[] {count}, values.probabilities()));
        arrays.put(PAIRS, NpyArray.ofDoubles(new long[] {3, pairs}, measures));
        arrays.put(SCORES, NpyArray.ofDoubles(new long[] {means.length}, means));
        arrays.put(INCEPTION, NpyArray.ofDoubles(new long[] {inception.length}, inception));
        arrays.put(UNREADABLE, new NpyArray(new long[] {unreadable.length}, ScalarType.UINT8, unreadable));
        try {
            NpzFile.write(file, features, arrays);
        } catch (BigganTuneException e) {
            if (!refused) {
                listener.accept("features of real images are not cached: " + e.getMessage());
            }
            refused = true;
        }
    }

    private static NpzFile.Floats floats(Features features) {
        return new NpzFile.Floats(
                new long[] {features.count(), features.size()},
                taker -> features.blocks().forEach(block -> taker.accept(block.values())));
    }
}
