package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Stochastic gradient descent in units of the pull. With g the gradient of the whole loss, 2λ the strength of its pull
 * and v the bias-corrected decayed mean square of all numbers of g, a step is
 *
 * <pre>
 * c ← c − g / (√v / η + 2λ)
 * </pre>
 *
 * <p>One second moment for all numbers (Zhang et al., "Adam-mini", ICLR 2025) moves each by its share of the gradient:
 * Adam moves all of them alike, those whose gradient is noise too. The pull is taken at the end of a step, not at its
 * beginning (a proximal step: Parikh and Boyd, "Proximal algorithms", 2014), so that it holds for any η, also where a class
 * has next to no gradient. The result should be a mean of steps ({@link IterateAverage}). Embedding and noise layer have
 * a second moment each. Not thread-safe.
 */
final class ProximalDescent extends StepRule {
    private final double pull;
    private final long embeddingSize;

    /**
     * Creates an optimiser.
     *
     * @param scope owns the second moments; borrowed
     * @param shape the shape of the parameters [s, n]
     * @param state the initial state, zero for a new tuning; its second moments are the same for all numbers of a part
     * @param learningRate η
     * @param weightDecay the L2 factor, at least 0; it pulls too
     * @param proximity λ of the loss, at least 0
     * @param embeddingSize the numbers of the embedding; what follows is its noise layer
     */
    ProximalDescent(
            NDManager scope,
            Shape shape,
            OptimizerState state,
            double learningRate,
            double weightDecay,
            double proximity,
            int embeddingSize) {
        super(scope, shape, state, learningRate, weightDecay);
        this.pull = 2 * proximity + weightDecay;
        this.embeddingSize = embeddingSize;
    }

    @Override
    void move(NDArray values, NDArray gradient, NDArray root, double rate, Scalars once) {
        values.subi(gradient.div(root.divi(once.of(rate)).addi(scalars().of(pull))));
    }

    /** Returns for each number the mean square of its part, of the embedding or of the noise layer: [s, n]. */
    @Override
    NDArray squares(NDArray gradient) {
        NDArray squares = gradient.square();
        long size = squares.getShape().get(1);
        NDList parts = size > embeddingSize ? squares.split(new long[] {embeddingSize}, 1) : new NDList(squares);
        NDList means = new NDList();
        for (NDArray part : parts) {
            means.add(part.mean(new int[] {1}, true).broadcast(part.getShape()));
        }
        return NDArrays.concat(means, 1);
    }
}
