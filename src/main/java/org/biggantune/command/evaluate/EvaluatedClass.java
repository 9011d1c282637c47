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
 * The measures of a class's embeddings.
 *
 * @param subject the class
 * @param real the scores of the real images; empty if only their statistics are known
 * @param before the measures of the original embedding
 * @param after the measures of the tuned embedding, if there is one
 */
record EvaluatedClass(
        EvaluationSubject subject,
        Optional<RealScores> real,
        EmbeddingMeasures before,
        Optional<EmbeddingMeasures> after) {
    /** The measures that depend on how sure the judge is of the class. */
    private static final Set<String> OPINIONS = Set.of("top1", "probability");

    /** The JSON names of the measures that compare one half of the real images with the other. */
    private static final Map<String, String> HALVES = Map.of("fid", "halvesFid", "kid", "halvesKid");

    /**
     * The judge's scores of the real images.
     *
     * @param count the number of images
     * @param values measures by the names of {@link EmbeddingMeasures}: those of the images themselves, and FID and KID between
     *     two halves of them if there are enough images
     */
    record RealScores(int count, Map<String, ConfidenceInterval> values) {
        /** The random stream of the real images' resamples; the latents' resamples use another. */
        private static final int RESAMPLES = 2;

        static RealScores of(ImageScores scores, Optional<Realism> halves, long seed, int label) {
            Map<String, ConfidenceInterval> values = EmbeddingMeasures.ofImages(scores, seed, label, RESAMPLES);
            halves.ifPresent(between -> {
                values.put("fid", between.fid());
                between.kid().ifPresent(kid -> values.put("kid", kid));
            });
            return new RealScores(scores.count(), values);
        }

        /** Returns the mean scores of at least one class, without the measures that any class lacks. */
        static RealScores mean(List<RealScores> scores) {
            return new RealScores(
                    scores.stream().mapToInt(RealScores::count).sum(),
                    EmbeddingMeasures.means(
                            scores.stream().map(RealScores::values).toList()));
        }

        /** Returns whether samples score higher than these real images: a sign that they fool the judge. */
        boolean isBeatenBy(String name, double value) {
            ConfidenceInterval own = values.get(name);
            return OPINIONS.contains(name) && own != null && value > own.mean();
        }

        ObjectNode json() {
            ObjectNode json = JsonFile.object().put("count", count);
            values.forEach((name, found) -> json.put(HALVES.getOrDefault(name, name), found.mean()));
            values.forEach(
                    (name, found) -> EmbeddingMeasures.putInterval(json, HALVES.getOrDefault(name, name), found));
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
