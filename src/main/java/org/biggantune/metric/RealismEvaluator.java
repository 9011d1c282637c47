package org.biggantune.metric;

import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.io.OpenResources;
import org.biggantune.io.ScratchFloats;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Generator;

/**
 * Measures generated and real images of a class with a judge in the same way, a batch at a time. Images 0 and 1, 2 and
 * 3, and so on are the pairs for diversity. Borrows its models.
 */
public final class RealismEvaluator {
    private final BatchLoop loop;
    private final Generator generator;
    private final ImageClassifier judge;
    private final String layer;
    private final MetricNetworks networks;

    /**
     * Creates an evaluator over borrowed models.
     *
     * @param loop runs the batches
     * @param generator draws the images; real images have its resolution
     * @param judge classifies the images
     * @param layer the judge's layer for features, as resolved by {@link ImageClassifier#featureMap}
     * @param networks take the place of the judge's features
     */
    public RealismEvaluator(
            BatchLoop loop, Generator generator, ImageClassifier judge, String layer, MetricNetworks networks) {
        this.loop = loop;
        this.generator = generator;
        this.judge = judge;
        this.layer = layer;
        this.networks = networks;
    }

    /** Returns the height and width of all images, generated and real. */
    public int resolution() {
        return generator.metadata().resolution();
    }

    private int batch() {
        return loop.measured(resolution(), Math.max(judge.inputSize(), networks.inputSize()));
    }

    /**
     * Draws and measures samples of an embedding. The latents depend only on the judge's label, the seed and the latent
     * size, not on the generator.
     *
     * @param embedding the embedding, already clamped
     * @param noiseLayer applied to the latents before the generator, if there is one
     * @param target the class whose label counts as correct
     * @param seed the seed of the latents
     * @param samples the number of samples, even
     * @param scratch gets the files of their latents and features
     */
    public ImageScores generated(
            float[] embedding,
            Optional<NoiseLayer> noiseLayer,
            ClassLabel target,
            long seed,
            int samples,
            OpenResources scratch) {
        int label = judge.label(target);
        RandomKey key = new RandomKey(seed, StreamPurpose.EVALUATION, label, 0, 0);
        ScratchFloats latents = scratch.own(ScratchFloats.create());
        generator
                .metadata()
                .latents(
                        key,
                        samples,
                        drawn -> latents.append(
                                noiseLayer.map(layer -> layer.apply(drawn)).orElse(drawn)));
        ImageAccumulator accumulator = new ImageAccumulator(judge, layer, networks, label, scratch);
        loop.each(
                samples,
                batch(),
                (scope, from, to) ->
                        accumulator.measure(generator.images(scope, part(latents, from, to), embedding, 0, to - from)),
                accumulator::add);
        return accumulator.scores();
    }

    private float[] part(ScratchFloats latents, int from, int to) {
        int size = generator.metadata().latentSize();
        float[] part = new float[(to - from) * size];
        latents.read((long) from * size, part, 0, part.length);
        return part;
    }

    /**
     * Measures real images.
     *
     * @param source the images
     * @param target the class whose label counts as correct
     * @param scratch gets the files of their features
     * @throws MissingInputException if too few of them can be read
     */
    public ImageScores real(ImageSource source, ClassLabel target, OpenResources scratch) {
        int size = resolution();
        ImageAccumulator accumulator = new ImageAccumulator(judge, layer, networks, judge.label(target), scratch);
        loop.each(
                source.count(),
                batch(),
                (scope, from, to) -> {
                    float[] pixels = source.images(from, to);
                    long read = pixels.length / (3L * size * size);
                    return read == 0
                            ? ImageAccumulator.Measured.NOTHING
                            : accumulator.measure(scope.create(pixels, new Shape(read, 3, size, size)));
                },
                accumulator::add);
        if (accumulator.pairs() == 0) {
            throw new MissingInputException(
                    "no two images of class " + target + " next to each other can be read of the " + source.count()
                            + " real ones; their statistics need more");
        }
        return accumulator.scores();
    }
}
