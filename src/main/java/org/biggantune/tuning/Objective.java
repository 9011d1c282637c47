package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.settings.ObjectiveWeights;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.Autograd;
import org.biggantune.model.BatchThreads;
import org.biggantune.model.DeviceFailure;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;

/**
 * The loss of a class embedding and its gradient: with ĉ = clamp(c), x = G(z, ĉ) and a classifier P whose input is
 * prepared by T,
 *
 * <pre>
 * L(c) = mean over z of −log softmax(P(T(x)))ₜ − α · diversity(x, z) + λ ‖c − c₀‖²
 * </pre>
 *
 * (Li et al., ACCV 2020, for the first two terms.) With a noise layer x = G(W z + b, ĉ), and the last term covers c, W
 * and b together; diversity divides by distances of z before the layer, as the reference release does. Several starts
 * are evaluated in one pass; their losses are independent, so the gradient of the sum has each start's own gradient.
 * Borrows its models.
 *
 * <p>Autograd covers the part from ĉ to the loss. The rest is explicit: the clamp passes the gradient of values within
 * the bounds, and the proximity term adds 2λ(c − c₀).
 */
public final class Objective {
    private final TorchRuntime runtime;
    private final Generator generator;
    private final ImageClassifier classifier;
    private final NDIndex label;
    private final ObjectiveWeights weights;
    private final EmbeddingBounds bounds;
    private final PairDiversity diversity;

    /**
     * Creates the objective of one class.
     *
     * @param runtime the device
     * @param generator G
     * @param classifier P and T
     * @param label t, the index of the target label
     * @param weights the weights of the terms, α and λ
     * @param bounds the range of ĉ
     * @throws org.biggantune.domain.failure.BigganTuneException if the classifier lacks the feature map that diversity
     *     needs
     */
    public Objective(
            TorchRuntime runtime,
            Generator generator,
            ImageClassifier classifier,
            int label,
            ObjectiveWeights weights,
            EmbeddingBounds bounds) {
        this.runtime = runtime;
        this.generator = generator;
        this.classifier = classifier;
        this.label = new NDIndex(":, {}", label);
        this.weights = weights;
        this.bounds = bounds;
        this.diversity = new PairDiversity(weights.diversity(), classifier, generator.metadata());
    }

    /**
     * Evaluates the loss and its gradient for parameters in the Java heap.
     *
     * @param embedding c, not clamped, followed by the values of a {@link org.biggantune.domain.NoiseLayer} if one is
     *     trained
     * @param start c₀, followed by the initial noise layer if one is trained
     * @param batch latents and pairs
     * @throws org.biggantune.domain.failure.DivergedException if the loss or the gradient is not finite
     */
    public StepMetrics evaluate(float[] embedding, float[] start, LatentBatch batch) {
        return DeviceFailure.during(() -> evaluateNow(embedding, start, batch));
    }

    private StepMetrics evaluateNow(float[] embedding, float[] start, LatentBatch batch) {
        try (NDManager scope = runtime.newScope()) {
            NDArray c = scope.create(embedding, new Shape(1, embedding.length));
            NDList latents =
                    new NDList(generator.latents(scope, batch.arranged().latents()));
            float[] found = evaluate(scope, frame(scope, start, 1), c, latents, runtime.batchThreads(1))
                    .numbers()
                    .toFloatArray();
            StepMetrics outcome = StepMetrics.of(found);
            outcome.requireFinite("tuning diverged");
            return outcome;
        }
    }

    /**
     * Constants of the evaluation, the same at every step.
     *
     * @param start c₀ of each of s starts [s, n]
     * @param low the lower bound of each number [1, n]
     * @param high the upper bound of each number [1, n]
     * @param scalars constants of the formulas
     */
    record Frame(NDArray start, NDArray low, NDArray high, Scalars scalars) {}

    /** Creates the constants for a number of starts, as tensors owned by the scope. */
    Frame frame(NDManager scope, float[] start, int starts) {
        int size = start.length / starts;
        float[] low = new float[size];
        float[] high = new float[size];
        Arrays.fill(low, Float.NEGATIVE_INFINITY);
        Arrays.fill(high, Float.POSITIVE_INFINITY);
        // The noise layer follows the embedding and has no bounds.
        Arrays.fill(low, 0, generator.metadata().embeddingSize(), bounds.low());
        Arrays.fill(high, 0, generator.metadata().embeddingSize(), bounds.high());
        return new Frame(
                scope.create(start, new Shape(starts, size)),
                scope.create(low, new Shape(1, size)),
                scope.create(high, new Shape(1, size)),
                new Scalars(scope));
    }

    /** Copies latents to the device as the generator expects them, [b, latent size]. */
    NDArray latents(NDManager scope, float[] values) {
        return generator.latents(scope, values);
    }

    /** Returns the length of an embedding. */
    int embeddingSize() {
        return generator.metadata().embeddingSize();
    }

    /** Returns λ, the weight of the proximity term, at least 0. */
    double proximity() {
        return weights.proximity();
    }

    /**
     * Projects values onto the bounds, as projected gradient descent does.
     *
     * @param scope owns temporary tensors
     * @param frame the constants of these starts
     * @param values the parameters of each start [s, n], changed in place
     */
    void project(NDManager scope, Frame frame, NDArray values) {
        NDArray below = values.minimum(frame.high());
        below.attach(scope);
        NDArray inside = below.maximum(frame.low());
        inside.attach(scope);
        values.intern(inside);
    }

    /**
     * The result of an evaluation, on the device.
     *
     * @param numbers one row per start in the layout of {@link StepMetrics#of}: [s, 5 + n]
     * @param gradient [s, n]
     */
    record Evaluation(NDArray numbers, NDArray gradient) {}

    /**
     * Evaluates losses and gradients without waiting for the device.
     *
     * @param scope owns all tensors created, including the results
     * @param frame the constants of these starts
     * @param values the parameters of each start [s, n]; not changed
     * @param chunks latents [b, latent size] in chunks that are processed one by one on each thread, which bounds
     *     memory by the number of threads. Every start sees all chunks; pairs are neighbours within a chunk. The chunks
     *     are freed. Sums over chunks are taken in order, independent of the number of threads.
     * @param threads process the chunks; borrowed
     */
    Evaluation evaluate(NDManager scope, Frame frame, NDArray values, NDList chunks, BatchThreads threads) {
        NDArray here = values.stopGradient();
        here.attach(scope);
        NDArray clamped = here.minimum(frame.high()).maximum(frame.low());
        NDArray inside = clamped.eq(here).toType(DataType.FLOAT32, false);
        int batch = Math.toIntExact(
                chunks.stream().mapToLong(chunk -> chunk.getShape().get(0)).sum());
        List<Supplier<Part>> work = chunks.stream()
                .<Supplier<Part>>map(z -> () -> chunk(scope, frame.scalars(), clamped, z, batch))
                .toList();
        Part whole = threads.run(work).stream().reduce(Part::add).orElseThrow();
        NDArray sums = whole.sums();
        NDArray moved = here.sub(frame.start());
        NDArray gradient =
                whole.gradient().mul(inside).add(moved.mul(frame.scalars().of(2 * weights.proximity())));
        NDArray proximity = moved.square().sum(new int[] {1}, true);
        NDList parts = sums.split(3, 1);
        NDArray loss = parts.get(0)
                .sub(parts.get(1).mul(frame.scalars().of(weights.diversity().weight())))
                .add(proximity.mul(frame.scalars().of(weights.proximity())));
        NDArray numbers = NDArrays.concat(new NDList(loss, sums, proximity, gradient), 1);
        return new Evaluation(numbers, gradient);
    }

    /**
     * A chunk's contribution to the batch.
     *
     * @param sums cross-entropy, diversity and probability of each start [s, 3]
     * @param gradient of each start with respect to ĉ [s, n]
     */
    private record Part(NDArray sums, NDArray gradient) {
        Part add(Part next) {
            return new Part(sums.addi(next.sums), gradient.addi(next.gradient));
        }
    }

    /** Evaluates a chunk; only the result survives, in the given scope. */
    private Part chunk(NDManager scope, Scalars scalars, NDArray clamped, NDArray z, int batch) {
        try (NDManager chunk = scope.newSubManager();
                Autograd autograd = Autograd.record()) {
            // DJL attaches everything below to the manager of the latents.
            z.attach(chunk);
            NDArray here = clamped.stopGradient();
            here.attach(chunk);
            here.setRequiresGradient(true);
            NDArray sums = terms(scalars, autograd, here, z, batch);
            NDArray gradient = here.getGradient();
            sums.attach(scope);
            gradient.attach(scope);
            return new Part(sums, gradient);
        }
    }

    /** Computes a chunk's terms [s, 3]; afterwards {@code clamped} holds the gradient. */
    private NDArray terms(Scalars scalars, Autograd autograd, NDArray clamped, NDArray z, int batch) {
        long starts = clamped.getShape().get(0);
        ImageClassifier.View view = classifier.view(images(clamped, z), diversity.layer());
        NDArray target = view.logits().logSoftmax(1).get(label).reshape(starts, -1);
        NDArray crossEntropy = target.sum(new int[] {1}, true).div(scalars.of(-batch));
        NDArray reached = z.getManager().zeros(new Shape(starts, 1));
        NDArray loss = crossEntropy;
        if (diversity.on()) {
            reached = diversity
                    .ratios(view, z, scalars)
                    .reshape(starts, -1)
                    .sum(new int[] {1}, true)
                    .div(scalars.of(diversity.divisor(batch / 2)));
            loss = crossEntropy.sub(reached.mul(scalars.of(weights.diversity().weight())));
        }
        autograd.backward(loss.sum());
        NDArray probability = target.exp().sum(new int[] {1}, true).div(scalars.of(batch));
        return NDArrays.concat(new NDList(crossEntropy, reached, probability), 1)
                .stopGradient();
    }

    /** Draws the images of all starts, one start after the other, [s · b, 3, r, r], in the scope of the latents. */
    private NDArray images(NDArray numbers, NDArray z) {
        int embeddingSize = generator.metadata().embeddingSize();
        long starts = numbers.getShape().get(0);
        long count = z.getShape().get(0);
        boolean hasLayer = numbers.getShape().get(1) > embeddingSize;
        NDList parts = hasLayer ? numbers.split(new long[] {embeddingSize}, 1) : new NDList(numbers);
        NDArray latents = z;
        if (hasLayer) {
            latents = layered(parts.get(1), z);
        } else if (starts > 1) {
            latents = repeated(z.expandDims(0), starts, count);
        }
        // A single embedding is not repeated: the generator computes its modulation only once.
        NDArray rows = starts == 1 ? parts.get(0) : repeated(parts.get(0).expandDims(1), starts, count);
        return generator.images(latents, rows);
    }

    /** Broadcasts [s, 1, k] or [1, b, k] to [s · b, k]. */
    private static NDArray repeated(NDArray rows, long starts, long count) {
        long size = rows.getShape().get(2);
        return rows.broadcast(new Shape(starts, count, size)).reshape(starts * count, size);
    }

    /** Applies each start's noise layer [s, d (d + 1)]: W z + b, [s · b, d]. */
    private static NDArray layered(NDArray layers, NDArray z) {
        long starts = layers.getShape().get(0);
        long count = z.getShape().get(0);
        long size = z.getShape().get(1);
        NDArray layer = layers.reshape(starts, size, size + 1);
        NDArray ones = z.getManager().ones(new Shape(count, 1));
        return z.concat(ones, 1).matMul(layer.transpose(0, 2, 1)).reshape(starts * count, size);
    }
}
