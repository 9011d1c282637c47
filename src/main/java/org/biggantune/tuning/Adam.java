package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Adam as implemented by {@code torch.optim.Adam} in float32: L2 weight decay is added to the gradient, ε to the
 * bias-corrected root (Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, with its β₁ = 0.9, β₂ =
 * 0.999 and ε = 1e-8). Not thread-safe.
 */
final class Adam extends StepRule {
    /** Decay rate of the mean gradient. */
    private static final double BETA1 = 0.9;

    /**
     * Creates an optimiser.
     *
     * @param scope owns the moments; borrowed
     * @param shape the shape of the parameters
     * @param state the initial state, zero for a new tuning
     * @param learningRate the step size
     * @param weightDecay the L2 factor, at least 0
     */
    Adam(NDManager scope, Shape shape, OptimizerState state, double learningRate, double weightDecay) {
        super(scope, shape, state, learningRate, weightDecay);
    }

    @Override
    void move(NDArray values, NDArray gradient, NDArray root, double rate, Scalars once) {
        mean().addi(gradient.sub(mean()).muli(scalars().of(1 - BETA1)));
        NDArray direction = mean().div(root);
        direction.attach(gradient.getManager());
        values.subi(direction.muli(once.of(rate / (1 - Math.pow(BETA1, steps())))));
    }
}
