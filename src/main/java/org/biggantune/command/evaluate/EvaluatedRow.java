package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    record RealScores(int count, Map<String, Double> values) {
        static RealScores of(ImageScores scores, Optional<Realism> halves) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("top1", scores.judge().top1());
            values.put("probability", scores.judge().probability());
            values.put("pairDiversity", scores.pairDiversity());
            values.put("msSsim", scores.msSsim());
            values.put("featureDistance", scores.featureDistance());
            halves.ifPresent(between -> {
                values.put("fid", between.fid());
                between.kid().ifPresent(kid -> values.put("kid", kid));
            });
            return new RealScores(scores.count(), values);
        }

        /** The means of several classes' scores, at least one; without measures that a class lacks. */
        static RealScores mean(List<RealScores> scores) {
            Map<String, Double> means = new LinkedHashMap<>();
            for (String name : RowMeasures.NAMES) {
                if (scores.stream().allMatch(of -> of.values.containsKey(name))) {
                    means.put(
                            name,
                            scores.stream()
                                    .mapToDouble(of -> of.values.getOrDefault(name, 0.0))
                                    .average()
                                    .orElseThrow());
                }
            }
            return new RealScores(scores.stream().mapToInt(RealScores::count).sum(), means);
        }

        /** Whether samples are recognised more surely than these images: a sign that the judge is being fooled. */
        boolean isBeatenBy(String name, double value) {
            return OPINIONS.contains(name) && value > values.getOrDefault(name, value);
        }

        ObjectNode json() {
            ObjectNode json = JsonFile.object().put("count", count);
            values.forEach((name, value) -> json.put(HALVES.getOrDefault(name, name), value));
            RowMeasures.putInterval(json, values.getOrDefault("top1", 0.0), count);
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
