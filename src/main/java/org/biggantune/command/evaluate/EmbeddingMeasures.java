package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.ImageScores;
import org.biggantune.metric.InceptionAccumulator;
import org.biggantune.metric.Realism;
import org.biggantune.report.JsonFile;

/**
 * The measures of one embedding's samples, or the means of several embeddings' measures, under their names in JSON.
 *
 * @param count the number of samples
 * @param values measures by name, with their intervals of 95 % confidence; without those for which there were too few images
 * @param inception the sums that the Inception Score is computed from
 */
record EmbeddingMeasures(int count, Map<String, ConfidenceInterval> values, InceptionAccumulator inception) {
    /** The names of all measures, in the order of the table. */
    static final List<String> NAMES = List.of(
            "top1",
            "probability",
            "pairDiversity",
            "msSsim",
            "featureDistance",
            "fid",
            "kid",
            "precision",
            "recall",
            "density",
            "coverage");

    /** The place of the latents' resamples, apart from those of real images. */
    private static final int RESAMPLES = 1;

    /**
     * Returns the measures of samples that were compared with real images.
     *
     * @param seed the seed of the bootstrap
     * @param label the judge's label of the class, which determines the resamples too
     */
    static EmbeddingMeasures of(ImageScores scores, Realism realism, long seed, int label) {
        Map<String, ConfidenceInterval> values = ofImages(scores, seed, label, RESAMPLES);
        values.put("fid", realism.fid());
        realism.kid().ifPresent(kid -> values.put("kid", kid));
        realism.coverage().ifPresent(found -> {
            values.put("precision", found.precision());
            values.put("recall", found.recall());
            values.put("density", found.density());
            values.put("coverage", found.coverage());
        });
        return new EmbeddingMeasures(scores.count(), values, scores.inception());
    }

    /** Returns the measures of images that need no others to compare with. */
    static Map<String, ConfidenceInterval> ofImages(ImageScores scores, long seed, int label, int stream) {
        List<ConfidenceInterval> means = scores.intervals(seed, label, stream);
        Map<String, ConfidenceInterval> values = new LinkedHashMap<>();
        values.put("top1", ConfidenceInterval.ofShare(scores.judge().top1(), scores.count()));
        for (int i = 0; i < means.size(); i++) {
            values.put(NAMES.get(1 + i), means.get(i));
        }
        return values;
    }

    /** Returns a measure by its name; empty if it was not taken. */
    Optional<ConfidenceInterval> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns the means of at least one embedding's measures, and the Inception Score's sums over all their samples. */
    static EmbeddingMeasures mean(List<EmbeddingMeasures> all) {
        InceptionAccumulator inception =
                new InceptionAccumulator(all.get(0).inception.labels());
        all.forEach(one -> inception.add(one.inception));
        return new EmbeddingMeasures(
                all.stream().mapToInt(EmbeddingMeasures::count).sum(),
                means(all.stream().map(EmbeddingMeasures::values).toList()),
                inception);
    }

    /** Returns the mean of each measure that all have. */
    static Map<String, ConfidenceInterval> means(List<Map<String, ConfidenceInterval>> all) {
        Map<String, ConfidenceInterval> means = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (all.stream().allMatch(one -> one.containsKey(name))) {
                means.put(
                        name,
                        ConfidenceInterval.ofMean(all.stream()
                                .map(one -> Objects.requireNonNull(one.get(name)))
                                .toList()));
            }
        }
        return means;
    }

    /** Returns each measure, null if it was not taken, and its interval under its name with the suffix {@code Interval}. */
    ObjectNode json() {
        ObjectNode json = JsonFile.object();
        for (String name : NAMES) {
            value(name).ifPresentOrElse(found -> json.put(name, found.mean()), () -> json.putNull(name));
        }
        values.forEach((name, found) -> putInterval(json, name, found));
        return json;
    }

    /** Adds the bounds of a measure, {@code [low, high]}, unless there were too few images for them. */
    static void putInterval(ObjectNode json, String name, ConfidenceInterval found) {
        if (found.isBounded()) {
            json.putArray(name + "Interval").add(found.low()).add(found.high());
        }
    }
}
