package org.biggantune.tuning;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Optional;
import org.biggantune.domain.DivergedException;
import org.biggantune.domain.Diversity;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.metric.Examiner;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;

/**
 * The loss of a class embedding and its gradient: with ĉ = clamp(c), x = G(z, ĉ) and classifier P behind its
 * preparation T,
 *
 * <pre>
 * L(c) = mean over z of −log softmax(P(T(x)))ₜ − α · diversity(x, z) + λ ‖c − c₀‖²
 * </pre>
 *
 * (Li et al., ACCV 2020, for the first two terms.) With a noise layer x = G(W z + b, ĉ), and the last term is of c, W and
 * b together; the diversity divides by distances of z as it was drawn, in front of the layer, as the reference release
 * does. Lends its models. Every call frees all tensors that it made.
 */
public final class Objective {
    private final TorchRuntime runtime;
    private final Generator generator;
    private final Examiner classifier;
    private final int label;
    private final ObjectiveWeights weights;
    private final EmbeddingBounds bounds;
    private final Optional<String> featureMap;

    /**
     * The loss for one class.
     *
     * @param runtime the device
     * @param generator G
     * @param classifier P and T
     * @param label t, the index of the target label
     * @param weights of the terms
     * @param bounds the interval of ĉ
     * @throws org.biggantune.domain.BigganTuneException if the classifier lacks the feature map that diversity needs
     */
    public Objective(
            TorchRuntime runtime,
            Generator generator,
            Examiner classifier,
            int label,
            ObjectiveWeights weights,
            EmbeddingBounds bounds) {
        this.runtime = runtime;
        this.generator = generator;
        this.classifier = classifier;
        this.label = label;
        this.weights = weights;
        this.bounds = bounds;
        this.featureMap = weights.diversity().kind() == Diversity.FEATURES
                ? Optional.of(classifier.featureMap(weights.diversity().features()))
                : Optional.empty();
    }

    /**
     * The loss and its gradient.
     *
     * @param embedding c, not clamped; followed by the numbers of a {@link org.biggantune.domain.NoiseLayer} where one
     *     is trained
     * @param start c₀, with the layer's beginning where there is one
     * @param batch latents and pairs
     * @throws DivergedException if the loss or the gradient is not finite
     */
    public StepOutcome evaluate(float[] embedding, float[] start, LatentBatch batch) {
        try (NDManager scope = runtime.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray c = scope.create(embedding, new Shape(1, embedding.length));
            c.setRequiresGradient(true);
            Terms terms = terms(c, start, batch);
            collector.backward(terms.loss());
            float[] values =
                    read(terms.loss(), terms.crossEntropy(), terms.diversity(), terms.proximity(), terms.probability());
            float[] gradient = c.getGradient().toFloatArray();
            return requireFinite(new StepOutcome(values[0], values[1], values[2], values[3], values[4], gradient));
        }
    }

    /** The loss alone, for latents that no gradient is to come from; like {@link #evaluate}. */
    public double loss(float[] embedding, float[] start, LatentBatch batch) {
        try (NDManager scope = runtime.newScope()) {
            return terms(scope.create(embedding, new Shape(1, embedding.length)), start, batch)
                    .loss()
                    .getFloat();
        }
    }

    /** The loss and what it is made of, scalars in the scope of the embedding. */
    private record Terms(
            NDArray loss, NDArray crossEntropy, NDArray diversity, NDArray proximity, NDArray probability) {}

    private Terms terms(NDArray numbers, float[] start, LatentBatch batch) {
        NDManager scope = numbers.getManager();
        NDArray z = generator.latents(scope, batch.latents());
        NDArray images = images(numbers, z);
        NDArray resized = classifier.resize(images);
        Optional<Classifier.Answer> answer = featureMap.map(layer -> classifier.answer(resized, layer));
        NDArray logits = answer.map(Classifier.Answer::logits).orElseGet(() -> classifier.logits(resized));
        NDArray logProbabilities = logits.logSoftmax(1);
        NDArray target = logProbabilities.get(new NDIndex(":, {}", label));
        NDArray crossEntropy = target.mean().neg();
        NDArray diversity =
                switch (weights.diversity().kind()) {
                    case NONE -> scope.create(0f);
                    case SOFTMAX -> diversity(logProbabilities.exp(), 1, z, batch);
                    case PIXELWISE -> scaledDiversity(resized, z, batch);
                    case FEATURES -> scaledDiversity(answer.orElseThrow().features(), z, batch);
                };
        NDArray proximity = numbers.sub(scope.create(start, new Shape(1, start.length)))
                .square()
                .sum();
        // A double would be taken for a float64 tensor, and among scalars the wider type wins.
        NDArray reward = diversity.mul((float) weights.diversity().weight());
        NDArray loss = crossEntropy.sub(reward).add(proximity.mul((float) weights.proximity()));
        return new Terms(loss, crossEntropy, diversity, proximity, target.exp().mean());
    }

    private NDArray images(NDArray numbers, NDArray z) {
        int embeddingSize = generator.metadata().embeddingSize();
        if (numbers.size() == embeddingSize) {
            return generator.images(z, numbers.clip(bounds.low(), bounds.high()));
        }
        NDList parts = numbers.split(new long[] {embeddingSize}, 1);
        long latentSize = z.getShape().get(1);
        NDArray layer = parts.get(1).reshape(latentSize, latentSize + 1);
        NDArray ones = z.getManager().ones(new Shape(z.getShape().get(0), 1));
        NDArray latents = z.concat(ones, 1).matMul(layer.transpose());
        return generator.images(latents, parts.get(0).clip(bounds.low(), bounds.high()));
    }

    private NDArray scaledDiversity(NDArray maps, NDArray z, LatentBatch batch) {
        long numbers = maps.getShape().size() / maps.getShape().get(0);
        return diversity(maps, classifier.distanceScale(numbers), z, batch);
    }

    private NDArray diversity(NDArray features, double scale, NDArray z, LatentBatch batch) {
        NDArray ratios = PairDiversity.ratios(features, z, batch.pairs());
        NDArray joined =
                switch (weights.diversity().reduction()) {
                    case MEAN -> ratios.mean();
                    case SUM -> ratios.sum();
                };
        return joined.mul((float) scale);
    }

    private static StepOutcome requireFinite(StepOutcome outcome) {
        if (!Double.isFinite(outcome.loss()) || !Double.isFinite(outcome.gradientNorm())) {
            throw new DivergedException("tuning diverged: loss " + outcome.loss() + ", gradient norm "
                    + outcome.gradientNorm() + "; try a smaller --learning-rate");
        }
        return outcome;
    }

    /** Scalars read from the device at once. */
    private static float[] read(NDArray... scalars) {
        NDList list = new NDList();
        for (NDArray scalar : scalars) {
            list.add(scalar.reshape(1));
        }
        return NDArrays.concat(list).toFloatArray();
    }
}
