package org.biggantune.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.biggantune.metric.ImageScores;

/**
 * A class whose rows were measured.
 *
 * @param subject the class
 * @param real the real images it was compared with
 * @param before the measures of the generator's row
 * @param after those of the tuned row, if there is one
 */
record EvaluatedRow(EvaluationSubject subject, RealScores real, RowMeasures before, Optional<RowMeasures> after) {
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
    }

    ObjectNode json() {
        ObjectNode json = JsonFile.object();
        subject.run().ifPresent(run -> json.put("run", run.toString()));
        json.put("generator", subject.generator().toString());
        json.set("class", ClassResult.json(subject.target()));
        json.set("row", ClassResult.json(subject.original()));
        json.set("real", JsonFile.tree(real));
        json.set("before", before.json());
        after.ifPresent(measures -> json.set("after", measures.json()));
        return json;
    }
}
