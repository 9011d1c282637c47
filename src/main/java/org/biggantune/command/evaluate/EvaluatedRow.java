package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.biggantune.metric.ImageScores;
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
    /**
     * What the judge sees in the real images.
     *
     * @param count the images
     * @param top1 the share that it names rightly
     * @param probability the mean probability of the class
     * @param pairDiversity as of samples
     */
    record RealScores(int count, double top1, double probability, double pairDiversity) {
        static RealScores of(ImageScores scores) {
            return new RealScores(
                    scores.count(), scores.judge().top1(), scores.judge().probability(), scores.pairDiversity());
        }

        /** The means of several classes' scores, at least one. */
        static RealScores mean(List<RealScores> scores) {
            return new RealScores(
                    scores.stream().mapToInt(RealScores::count).sum(),
                    mean(scores, RealScores::top1),
                    mean(scores, RealScores::probability),
                    mean(scores, RealScores::pairDiversity));
        }

        private static double mean(List<RealScores> scores, ToDoubleFunction<RealScores> measure) {
            return scores.stream().mapToDouble(measure).average().orElseThrow();
        }

        /** The measures that real images have too, under the names of {@link RowMeasures}. */
        Map<String, Double> values() {
            return Map.of("top1", top1, "probability", probability, "pairDiversity", pairDiversity);
        }

        /** Whether samples are recognised more surely than these images: a sign that the judge is being fooled. */
        boolean isBeatenBy(String name, double value) {
            return !name.equals("pairDiversity") && values().containsKey(name) && value > values().get(name);
        }
    }

    ObjectNode json() {
        ObjectNode json = JsonFile.object();
        subject.run().ifPresent(run -> json.put("run", run.toString()));
        json.put("generator", subject.generator().toString());
        json.set("class", ClassResult.json(subject.target()));
        json.set("row", ClassResult.json(subject.original()));
        real.ifPresent(scores -> json.set("real", JsonFile.tree(scores)));
        json.set("before", before.json());
        after.ifPresent(measures -> json.set("after", measures.json()));
        return json;
    }
}
