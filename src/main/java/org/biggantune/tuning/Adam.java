package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Adam as implemented by {@code torch.optim.Adam} in float32: L2 weight decay is added to the gradient, ε to the
 * bias-corrected root (Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, with its β₁ = 0.9, β₂ =
 * 0.999 and ε = 1e-8). Runs on the device without waiting for it. Holds the moments; not thread-safe.
 */
final class Adam implements StepRule {
    /** Decay rate of the mean gradient. */
    private static final double BETA1 = 0.9;

    /** Decay rate of the mean squared gradient. */
    private static final double BETA2 = 0.999;

    /** Added to the root of the mean squared gradient. */
    private static final double EPSILON = 1e-8;

    private final double learningRate;
    private final double weightDecay;
    private final NDArray mean;
    private final NDArray square;
    private final Scalars scalars;
    private int step;

    /**
     * Creates an optimiser.
     *
     * @param scope owns the moments; borrowed
     * @param shape the shape of the parameters
     * @param moments the initial moments, zero for a new tuning
     * @param learningRate the step size
     * @param weightDecay the L2 factor, at least 0
     */
    Adam(NDManager scope, Shape shape, OptimizerState moments, double learningRate, double weightDecay) {
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
        this.mean = scope.create(moments.mean(), shape);
        this.square = scope.create(moments.square(), shape);
        this.scalars = new Scalars(scope);
        this.step = moments.steps();
    }

    @Override
    public NDArray mean() {
        return mean;
    }

    @Override
    public NDArray square() {
        return square;
    }

    @Override
    public int steps() {
        return step;
    }

    @Override
    public void step(NDArray values, NDArray gradient, double factor) {
        step++;
        NDManager scope = gradient.getManager();
        Scalars once = new Scalars(scope);
        NDArray stepSize = once.of(factor * learningRate / (1 - Math.pow(BETA1, step)));
        NDArray rootCorrection = once.of(Math.sqrt(1 - Math.pow(BETA2, step)));
        NDArray g = gradient;
        if (weightDecay > 0) {
            NDArray decay = values.mul(scalars.of(weightDecay));
            decay.attach(scope);
            g = gradient.add(decay);
        }
        mean.addi(g.sub(mean).muli(scalars.of(1 - BETA1)));
        square.muli(scalars.of(BETA2)).addi(g.square().muli(scalars.of(1 - BETA2)));
        // DJL attaches a result to its first operand's manager, which here outlives the step.
        NDArray denominator = square.sqrt();
        denominator.attach(scope);
        denominator.divi(rootCorrection).addi(scalars.of(EPSILON));
        NDArray direction = mean.div(denominator);
        direction.attach(scope);
        values.subi(direction.muli(stepSize));
    }
}
