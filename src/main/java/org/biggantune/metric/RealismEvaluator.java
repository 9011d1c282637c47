package org.biggantune.metric;

import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Generator;

/**
 * Shows a judge generated and real images of a class in the same way, a batch at a time. Pairs for the diversity are
 * images 0 and 1, 2 and 3, and so on. Borrows its models.
 */
public final class RealismEvaluator {
    private final BatchLoop loop;
    private final Generator generator;
    private final ImageClassifier judge;
    private final String layer;

    /**
     * An evaluator over borrowed models.
     *
     * @param loop who goes through the batches
     * @param generator whose images, and at whose resolution real ones come
     * @param judge who looks at them
     * @param layer a result of {@link ImageClassifier#featureMap}
     */
    public RealismEvaluator(BatchLoop loop, Generator generator, ImageClassifier judge, String layer) {
        this.loop = loop;
        this.generator = generator;
        this.judge = judge;
        this.layer = layer;
    }

    /** The height and width of images, generated and real. */
    public int resolution() {
        return generator.metadata().resolution();
    }

    /**
     * Draws and measures samples of an embedding. Those of one label of the judge and one seed come from the same
     * latents, whatever the generator, as long as latents have one size.
     *
     * @param embedding the embedding, already clamped
     * @param noiseLayer the layer through which the latents reach the generator, if there is one
     * @param target the class: its label counts as right
     * @param seed the seed of the latents
     * @param samples how many, even
     */
    public ImageScores generated(
            float[] embedding, Optional<NoiseLayer> noiseLayer, ClassLabel target, long seed, int samples) {
        int label = judge.label(target);
        RandomKey key = new RandomKey(seed, StreamPurpose.EVALUATION, label, 0, 0);
        float[] drawn = generator.metadata().latents(key, samples);
        float[] latents = noiseLayer.map(behind -> behind.apply(drawn)).orElse(drawn);
        ImageAccumulator tally = new ImageAccumulator(judge, layer, label, samples);
        loop.each(
                samples,
                SampleEvaluator.batch(generator.metadata().resolution()),
                (scope, from, to) -> tally.look(generator.images(scope, latents, embedding, from, to)),
                tally::add);
        return tally.scores();
    }

    /**
     * Measures real images.
     *
     * @param source the images
     * @param target the class: its label counts as right
     */
    public ImageScores real(ImageSource source, ClassLabel target) {
        int size = resolution();
        ImageAccumulator tally = new ImageAccumulator(judge, layer, judge.label(target), source.count());
        loop.each(
                source.count(),
                SampleEvaluator.batch(size),
                (scope, from, to) ->
                        tally.look(scope.create(source.images(from, to), new Shape(to - from, 3, size, size))),
                tally::add);
        return tally.scores();
    }
}
