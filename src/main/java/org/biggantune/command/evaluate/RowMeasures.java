package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.CoverageScores;
import org.biggantune.metric.ImageScores;
import org.biggantune.metric.InceptionAccumulator;
import org.biggantune.metric.Realism;
import org.biggantune.report.JsonFile;

/**
 * The measures of one row's samples, or the means of several rows' measures, under their names in JSON.
 *
 * @param count how many samples there are
 * @param values name to measure; empty where there were too few images for it
 * @param inception what the Inception Score of the samples needs
 */
record RowMeasures(int count, Map<String, OptionalDouble> values, InceptionAccumulator inception) {
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

    /** Measures of samples that were compared with real images. */
    static RowMeasures of(ImageScores scores, Realism realism) {
        Map<String, OptionalDouble> values = new LinkedHashMap<>();
        values.put("top1", OptionalDouble.of(scores.judge().top1()));
        values.put("probability", OptionalDouble.of(scores.judge().probability()));
        values.put("pairDiversity", OptionalDouble.of(scores.pairDiversity()));
        values.put("msSsim", OptionalDouble.of(scores.msSsim()));
        values.put("featureDistance", OptionalDouble.of(scores.featureDistance()));
        values.put("fid", OptionalDouble.of(realism.fid()));
        values.put("kid", realism.kid());
        OptionalDouble none = OptionalDouble.empty();
        CoverageScores coverage = realism.coverage().orElse(null);
        values.put("precision", coverage == null ? none : OptionalDouble.of(coverage.precision()));
        values.put("recall", coverage == null ? none : OptionalDouble.of(coverage.recall()));
        values.put("density", coverage == null ? none : OptionalDouble.of(coverage.density()));
        values.put("coverage", coverage == null ? none : OptionalDouble.of(coverage.coverage()));
        return new RowMeasures(scores.count(), values, scores.inception());
    }

    /** The measure of a name; empty where it cannot be taken. */
    OptionalDouble value(String name) {
        return values.getOrDefault(name, OptionalDouble.empty());
    }

    /** The means of at least one row's measures, and the Inception Score's sums over all their samples. */
    static RowMeasures mean(List<RowMeasures> rows, int labels) {
        Map<String, OptionalDouble> means = new LinkedHashMap<>();
        for (String name : NAMES) {
            boolean complete = rows.stream().allMatch(row -> row.value(name).isPresent());
            means.put(
                    name,
                    complete
                            ? rows.stream()
                                    .mapToDouble(row -> row.value(name).getAsDouble())
                                    .average()
                            : OptionalDouble.empty());
        }
        InceptionAccumulator inception = new InceptionAccumulator(labels);
        rows.forEach(row -> inception.add(row.inception));
        return new RowMeasures(rows.stream().mapToInt(RowMeasures::count).sum(), means, inception);
    }

    ObjectNode json() {
        ObjectNode json = JsonFile.object();
        values.forEach((name, value) -> {
            if (value.isPresent()) {
                json.put(name, value.getAsDouble());
            } else {
                json.putNull(name);
            }
        });
        value("top1").ifPresent(share -> putInterval(json, share, count));
        return json;
    }

    /** Adds {@code top1Interval}, the ends of the share's interval of 95 % confidence. */
    static void putInterval(ObjectNode json, double top1, int count) {
        ConfidenceInterval interval = ConfidenceInterval.ofShare(top1, count);
        json.putArray("top1Interval").add(interval.low()).add(interval.high());
    }
}
