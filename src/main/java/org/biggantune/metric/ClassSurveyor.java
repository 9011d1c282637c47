package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Generator;

/**
 * Draws a class's samples once and measures both their recognition by a classifier and their diversity. Borrows its
 * models.
 */
public final class ClassSurveyor {
    private final BatchLoop loop;
    private final Generator generator;
    private final ImageClassifier classifier;

    /** Measurements of one batch. */
    private record Measured(float[] logits, float[] distances) {}

    /**
     * Creates a surveyor over borrowed models.
     *
     * @param loop runs the batches; results do not depend on how many run at once
     * @param generator draws the samples
     * @param classifier classifies them
     */
    public ClassSurveyor(BatchLoop loop, Generator generator, ImageClassifier classifier) {
        this.loop = loop;
        this.generator = generator;
        this.classifier = classifier;
    }

    /**
     * Draws and measures samples of a class.
     *
     * @param embedding the class's embedding
     * @param label the classifier's label of the class
     * @param latents row-major [samples, latent size], an even number of samples; samples 0 and 1, 2 and 3, and so on
     *     are pairs
     * @throws org.biggantune.domain.failure.CorruptInputException if an image's logits are not finite
     */
    public ClassSurvey survey(float[] embedding, int label, float[] latents) {
        int samples = latents.length / generator.metadata().latentSize();
        int labels = classifier.labelCount();
        LabelAccumulator score = new LabelAccumulator(label, classifier.file());
        double[] probabilities = new double[labels];
        FloatBuffer distances = FloatBuffer.allocate(samples / 2);
        loop.each(
                samples,
                loop.measured(generator.metadata().resolution(), classifier.inputSize()),
                (scope, from, to) -> {
                    NDArray images = generator.images(scope, latents, embedding, from, to);
                    NDArray logits = classifier.view(images, Optional.empty()).logits();
                    List<float[]> read =
                            Readback.of(List.of(Optional.of(logits), Optional.of(PairDistance.overContrast(images))));
                    return new Measured(read.get(0), read.get(1));
                },
                seen -> {
                    score.add(seen.logits(), labels);
                    addProbabilities(probabilities, seen.logits(), samples);
                    distances.put(seen.distances());
                });
        return new ClassSurvey(score.score(), probabilities, distances.array());
    }

    private static void addProbabilities(double[] sums, float[] logits, int samples) {
        int labels = sums.length;
        for (int start = 0; start < logits.length; start += labels) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < labels; i++) {
                greatest = Math.max(greatest, logits[start + i]);
            }
            double sum = 0;
            for (int i = 0; i < labels; i++) {
                sum += Math.exp(logits[start + i] - greatest);
            }
            for (int i = 0; i < labels; i++) {
                sums[i] += Math.exp(logits[start + i] - greatest) / sum / samples;
            }
        }
    }
}
