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
 * The loss of a class embedding and its gradient: with ĉ = clamp(c), x = G(z, ĉ) and classifier P behind its
 * preparation T,
 *
 * <pre>
 * L(c) = mean over z of −log softmax(P(T(x)))ₜ − α · diversity(x, z) + λ ‖c − c₀‖²
 * </pre>
 *
 * (Li et al., ACCV 2020, for the first two terms.) With a noise layer x = G(W z + b, ĉ), and the last term is of c, W and
 * b together; the diversity divides by distances of z as it was drawn, in front of the layer, as the reference release
 * does. Several starts are evaluated together, each for itself: the gradient of the sum of their losses. Borrows its models.
 *
 * <p>Autograd goes from the loss to ĉ only. What is behind it is written out: the clamp lets pass the gradient of numbers
 * within the bounds, and the pull adds 2λ(c − c₀).
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
     * The loss for one class.
     *
     * @param runtime the device
     * @param generator G
     * @param classifier P and T
     * @param label t, the index of the target label
     * @param weights of the terms
     * @param bounds the interval of ĉ
     * @throws org.biggantune.domain.failure.BigganTuneException if the classifier lacks the feature map that diversity needs
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
     * The loss and its gradient, of numbers in the Java heap.
     *
     * @param embedding c, not clamped; followed by the numbers of a {@link org.biggantune.domain.NoiseLayer} where one
     *     is trained
     * @param start c₀, with the layer's beginning where there is one
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
            float[] found = evaluate(scope, frame(scope, start, 1), c, latents, runtime.lanes(1))
                    .numbers()
                    .toFloatArray();
            StepMetrics outcome = StepMetrics.of(found);
            outcome.requireFinite("tuning diverged");
            return outcome;
        }
    }

    /**
     * What stays the same from step to step.
     *
     * @param start c₀ of each start [s, n]
     * @param low the lower bound of each number [1, n]
     * @param high the upper bound of each number [1, n]
     * @param scalars numbers of the formulas
     */
    record Frame(NDArray start, NDArray low, NDArray high, Scalars scalars) {}

    /** The constants of so many starts, tensors in a scope. */
    Frame frame(NDManager scope, float[] start, int starts) {
        int size = start.length / starts;
        float[] low = new float[size];
        float[] high = new float[size];
        Arrays.fill(low, Float.NEGATIVE_INFINITY);
        Arrays.fill(high, Float.POSITIVE_INFINITY);
        // The noise layer, if there is one, comes behind and has no bounds.
        Arrays.fill(low, 0, generator.metadata().embeddingSize(), bounds.low());
        Arrays.fill(high, 0, generator.metadata().embeddingSize(), bounds.high());
        return new Frame(
                scope.create(start, new Shape(starts, size)),
                scope.create(low, new Shape(1, size)),
                scope.create(high, new Shape(1, size)),
                new Scalars(scope));
    }

    /** Latents as the generator takes them, on the device. */
    NDArray latents(NDManager scope, float[] values) {
        return generator.latents(scope, values);
    }

    /** Whether the loss pulls the embedding towards c₀: λ > 0. */
    boolean pulls() {
        return weights.proximity() > 0;
    }

    /**
     * Puts numbers that are out of bounds on them, as projected gradient descent does.
     *
     * @param scope of what is made on the way
     * @param frame {@link #frame} of these starts
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
     * What an evaluation gave, on the device.
     *
     * @param numbers a row a start, as {@link StepMetrics#of} reads it: [s, 5 + n]
     * @param gradient [s, n]
     */
    record Evaluation(NDArray numbers, NDArray gradient) {}

    /**
     * The losses and their gradients, without waiting for the device.
     *
     * @param scope of all that is made, results too
     * @param frame {@link #frame} of these starts
     * @param values the parameters of each start [s, n]; not changed
     * @param chunks latents [b, latent size] in pieces, each worked through by itself, so that memory is taken for as many
     *     of them only as there are lanes; each start sees all of them. Pairs are neighbours and stand in one piece. They
     *     are freed. The sums over pieces are made in their order, whatever the lanes.
     * @param lanes who works through the pieces, borrowed
     */
    Evaluation evaluate(NDManager scope, Frame frame, NDArray values, NDList chunks, BatchThreads lanes) {
        NDArray here = values.stopGradient();
        here.attach(scope);
        NDArray clamped = here.minimum(frame.high()).maximum(frame.low());
        NDArray inside = clamped.eq(here).toType(DataType.FLOAT32, false);
        int batch = Math.toIntExact(
                chunks.stream().mapToLong(chunk -> chunk.getShape().get(0)).sum());
        List<Supplier<Share>> work = chunks.stream()
                .<Supplier<Share>>map(z -> () -> share(scope, frame.scalars(), clamped, z, batch))
                .toList();
        Share whole = lanes.run(work).stream().reduce(Share::add).orElseThrow();
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
     * What a piece adds to the whole.
     *
     * @param sums cross-entropy, diversity and probability of each start [s, 3]
     * @param gradient of each start by ĉ [s, n]
     */
    private record Share(NDArray sums, NDArray gradient) {
        Share add(Share next) {
            return new Share(sums.addi(next.sums), gradient.addi(next.gradient));
        }
    }

    /** Works through a piece; what it gives is in the scope, all else is freed. */
    private Share share(NDManager scope, Scalars scalars, NDArray clamped, NDArray z, int batch) {
        try (NDManager piece = scope.newSubManager();
                Autograd autograd = Autograd.record()) {
            // All that follows belongs to the scope of the latents.
            z.attach(piece);
            NDArray here = clamped.stopGradient();
            here.attach(piece);
            here.setRequiresGradient(true);
            NDArray sums = piece(scalars, autograd, here, z, batch);
            NDArray gradient = here.getGradient();
            sums.attach(scope);
            gradient.attach(scope);
            return new Share(sums, gradient);
        }
    }

    /** A piece's share of the terms; its gradient is that of {@code clamped} afterwards. */
    private NDArray piece(Scalars scalars, Autograd autograd, NDArray clamped, NDArray z, int batch) {
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

    /** The images of each start in turn, [s · b, 3, r, r], in the scope of the latents. */
    private NDArray images(NDArray numbers, NDArray z) {
        int embeddingSize = generator.metadata().embeddingSize();
        long starts = numbers.getShape().get(0);
        long count = z.getShape().get(0);
        boolean layered = numbers.getShape().get(1) > embeddingSize;
        NDList parts = layered ? numbers.split(new long[] {embeddingSize}, 1) : new NDList(numbers);
        NDArray latents = z;
        if (layered) {
            latents = behindLayer(parts.get(1), z);
        } else if (starts > 1) {
            latents = repeated(z.expandDims(0), starts, count);
        }
        // One row for all images is left as it is: the generator can make more of it than of equal ones.
        NDArray rows = starts == 1 ? parts.get(0) : repeated(parts.get(0).expandDims(1), starts, count);
        return generator.images(latents, rows);
    }

    /** [s, 1, k] or [1, b, k] as [s · b, k]. */
    private static NDArray repeated(NDArray rows, long starts, long count) {
        long size = rows.getShape().get(2);
        return rows.broadcast(new Shape(starts, count, size)).reshape(starts * count, size);
    }

    /** W z + b of each start's layer [s, d (d + 1)]: [s · b, d]. */
    private static NDArray behindLayer(NDArray layers, NDArray z) {
        long starts = layers.getShape().get(0);
        long count = z.getShape().get(0);
        long size = z.getShape().get(1);
        NDArray layer = layers.reshape(starts, size, size + 1);
        NDArray ones = z.getManager().ones(new Shape(count, 1));
        return z.concat(ones, 1).matMul(layer.transpose(0, 2, 1)).reshape(starts * count, size);
    }
}
