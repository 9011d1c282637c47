package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.ImageScores;
import org.biggantune.metric.Realism;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.ClassResult;

/**
 * A class whose rows were measured.
 *
 * @param subject the class
 * @param real the real images it was compared with; empty where only their statistics are known
 * @param before the measures of the generator's row
 * @param after those of the tuned row, if there is one
 */
record EvaluatedRow(
        EvaluationSubject subject, Optional<RealScores> real, RowMeasures before, Optional<RowMeasures> after) {
    /** The measures that are the judge's opinion of a class. */
    private static final Set<String> OPINIONS = Set.of("top1", "probability");

    /** The names in JSON of what one half of the real images is to the other. */
    private static final Map<String, String> HALVES = Map.of("fid", "halvesFid", "kid", "halvesKid");

    /**
     * What the judge sees in the real images.
     *
     * @param count the images
     * @param values measures under the names of {@link RowMeasures}: those of the images themselves, and FID and KID of
     *     one half of them to the other, where there are enough for halves
     */
    record RealScores(int count, Map<String, ConfidenceInterval> values) {
        /** The place of the real images' resamples, apart from those of latents. */
        private static final int RESAMPLES = 2;

        static RealScores of(ImageScores scores, Optional<Realism> halves, long seed, int label) {
            Map<String, ConfidenceInterval> values = RowMeasures.ofImages(scores, seed, label, RESAMPLES);
            halves.ifPresent(between -> {
                values.put("fid", between.fid());
                between.kid().ifPresent(kid -> values.put("kid", kid));
            });
            return new RealScores(scores.count(), values);
        }

        /** The means of several classes' scores, at least one; without measures that a class lacks. */
        static RealScores mean(List<RealScores> scores) {
            return new RealScores(
                    scores.stream().mapToInt(RealScores::count).sum(),
                    RowMeasures.means(scores.stream().map(RealScores::values).toList()));
        }

        /** Whether samples are recognised more surely than these images: a sign that the judge is being fooled. */
        boolean isBeatenBy(String name, double value) {
            ConfidenceInterval own = values.get(name);
            return OPINIONS.contains(name) && own != null && value > own.mean();
        }

        ObjectNode json() {
            ObjectNode json = JsonFile.object().put("count", count);
            values.forEach((name, found) -> json.put(HALVES.getOrDefault(name, name), found.mean()));
            values.forEach((name, found) -> RowMeasures.putInterval(json, HALVES.getOrDefault(name, name), found));
            return json;
        }
    }

    ObjectNode json() {
        ObjectNode json = JsonFile.object();
        subject.run().ifPresent(run -> json.put("run", run.toString()));
        json.put("generator", subject.generator().toString());
        json.set("class", ClassResult.json(subject.target()));
        json.set("row", ClassResult.json(subject.original()));
        real.ifPresent(scores -> json.set("real", scores.json()));
        json.set("before", before.json());
        after.ifPresent(measures -> json.set("after", measures.json()));
        return json;
    }
}
