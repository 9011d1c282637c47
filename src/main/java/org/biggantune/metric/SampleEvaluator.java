package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Generator;

/**
 * Draws samples of an embedding and measures them, a batch at a time. Samples 0 and 1, 2 and 3, and so on are the pairs
 * for diversity. Borrows its models.
 */
public final class SampleEvaluator {
    private final BatchLoop loop;
    private final Generator generator;
    private final ImageClassifier classifier;
    private final Optional<ImageClassifier> judge;

    /**
     * Creates an evaluator over borrowed models.
     *
     * @param loop runs the batches; results do not depend on how many run at once
     * @param generator draws the samples
     * @param classifier classifies them
     * @param judge a second classifier; not run again if it is the same object as the classifier
     */
    public SampleEvaluator(
            BatchLoop loop, Generator generator, ImageClassifier classifier, Optional<ImageClassifier> judge) {
        this.loop = loop;
        this.generator = generator;
        this.classifier = classifier;
        this.judge = judge;
    }

    /**
     * Measures samples of an embedding.
     *
     * @param embedding the embedding, already clamped
     * @param noiseLayer applied to the latents before the generator, if there is one
     * @param target the class: its index keys the latents, its label counts as correct
     * @param seed the run's seed
     * @param purpose selects the latents, for instance those for validation or for the test
     * @param samples the number of samples, even
     * @throws org.biggantune.domain.failure.CorruptInputException if an image's logits are not finite
     */
    public SampleScores scores(
            float[] embedding,
            Optional<NoiseLayer> noiseLayer,
            ClassLabel target,
            long seed,
            StreamPurpose purpose,
            int samples) {
        return scores(embedding, noiseLayer, target, seed, purpose, samples, Optional.empty(), drawn -> {});
    }

    /** Measures samples in total and pair by pair. */
    public MeasuredSamples measure(
            float[] embedding,
            Optional<NoiseLayer> noiseLayer,
            ClassLabel target,
            long seed,
            StreamPurpose purpose,
            int samples) {
        return measure(embedding, noiseLayer, target, seed, purpose, samples, Optional.empty());
    }

    /** Measures samples in total and pair by pair, and passes each batch to an observer. */
    public MeasuredSamples measure(
            float[] embedding,
            Optional<NoiseLayer> noiseLayer,
            ClassLabel target,
            long seed,
            StreamPurpose purpose,
            int samples,
            Optional<SampleObserver> observer) {
        int label = classifier.label(target);
        Optional<Integer> judgesLabel = judge.map(j -> j.label(target));
        List<SampleScores> pairs = new ArrayList<>(samples / 2);
        SampleScores scores = scores(embedding, noiseLayer, target, seed, purpose, samples, observer, drawn -> {
            for (int pair = 0; pair < drawn.distances().length; pair++) {
                pairs.add(new SampleScores(
                        score(drawn.logits(), pair, classifier, label),
                        judge.isEmpty()
                                ? Optional.empty()
                                : Optional.of(score(drawn.judged(), pair, judge.get(), judgesLabel.orElseThrow())),
                        drawn.distances()[pair]));
            }
        });
        return new MeasuredSamples(scores, pairs);
    }

    private static ClassifierScore score(float[] logits, int pair, ImageClassifier model, int label) {
        int numbers = 2 * model.labelCount();
        LabelAccumulator accumulator = new LabelAccumulator(label, model.file());
        accumulator.add(Arrays.copyOfRange(logits, pair * numbers, (pair + 1) * numbers), model.labelCount());
        return accumulator.score();
    }

    private SampleScores scores(
            float[] embedding,
            Optional<NoiseLayer> noiseLayer,
            ClassLabel target,
            long seed,
            StreamPurpose purpose,
            int samples,
            Optional<SampleObserver> observer,
            Consumer<Drawn> further) {
        LabelAccumulator seen = new LabelAccumulator(classifier.label(target), classifier.file());
        Optional<LabelAccumulator> judged = judge.map(j -> new LabelAccumulator(j.label(target), j.file()));
        float[] latents = generator.metadata().latents(new RandomKey(seed, purpose, target.index(), 0, 0), samples);
        float[] passed = noiseLayer.map(layer -> layer.apply(latents)).orElse(latents);
        double[] distance = {0};
        loop.each(
                samples,
                batch(),
                (scope, from, to) -> measureBatch(
                        generator.latents(scope, latents, from, to),
                        generator.images(scope, passed, embedding, from, to),
                        observer.flatMap(SampleObserver::layer)),
                drawn -> {
                    seen.add(drawn.logits(), classifier.labelCount());
                    judged.ifPresent(accumulator ->
                            accumulator.add(drawn.judged(), judge.orElseThrow().labelCount()));
                    distance[0] += PairDistance.sum(drawn.distances());
                    observer.ifPresent(o -> o.see(drawn.latents(), drawn.view()));
                    further.accept(drawn);
                });
        return new SampleScores(seen.score(), judged.map(LabelAccumulator::score), 2 * distance[0] / samples);
    }

    /**
     * Returns the distances of pairs of samples divided by their contrast ({@link PairDistance#overContrast}), without
     * running a classifier.
     *
     * @param embedding the embedding, already clamped
     * @param key the key of the latents
     * @param samples the number of samples, even
     * @return one distance per pair
     */
    public float[] contrastDistances(float[] embedding, RandomKey key, int samples) {
        float[] latents = generator.metadata().latents(key, samples);
        FloatBuffer distances = FloatBuffer.allocate(samples / 2);
        loop.each(
                samples,
                batch(),
                (scope, from, to) -> PairDistance.overContrast(generator.images(scope, latents, embedding, from, to))
                        .toFloatArray(),
                distances::put);
        return distances.array();
    }

    /**
     * A batch of samples and its measurements.
     *
     * @param latents z [n, latent size], before any noise layer
     * @param view the classifier's input and output
     * @param logits the classifier's, row-major [n, labels]
     * @param judged the judge's logits, row-major [n, labels]; empty without a judge
     * @param distances one distance per pair
     */
    private record Drawn(
            NDArray latents, ImageClassifier.View view, float[] logits, float[] judged, float[] distances) {}

    private Drawn measureBatch(NDArray latents, NDArray images, Optional<String> layer) {
        ImageClassifier.View view = classifier.view(images, layer);
        Optional<NDArray> judged = judge.map(other -> other == classifier
                ? view.logits()
                : other.view(images, Optional.empty()).logits());
        List<float[]> read =
                Readback.of(List.of(Optional.of(view.logits()), judged, Optional.of(PairDistance.of(images))));
        return new Drawn(latents, view, read.get(0), read.get(1), read.get(2));
    }

    /** Returns how many samples to draw and measure at once. */
    private int batch() {
        return loop.measured(
                generator.metadata().resolution(),
                Math.max(
                        classifier.inputSize(),
                        judge.map(ImageClassifier::inputSize).orElse(0)));
    }
}
