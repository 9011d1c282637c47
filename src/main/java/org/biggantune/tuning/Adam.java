package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Adam as {@code torch.optim.Adam} computes it in float32: L2 weight decay is added to the gradient, ε to the
 * bias-corrected root. (Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, with its β₁ 0.9, β₂ 0.999
 * and ε 1e-8.) Works on the device and does not wait for it. Holds the moments of some numbers; not thread-safe.
 */
final class Adam {
    /** Decay of the mean gradient. */
    private static final double BETA1 = 0.9;

    /** Decay of the mean squared gradient. */
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
     * An optimiser.
     *
     * @param scope where its memory lives, borrowed
     * @param shape of the numbers
     * @param moments its memory, zero for a fresh one
     * @param learningRate the step size
     * @param weightDecay the factor of the L2 pull towards zero
     */
    Adam(NDManager scope, Shape shape, AdamState moments, double learningRate, double weightDecay) {
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
        this.mean = scope.create(moments.mean(), shape);
        this.square = scope.create(moments.square(), shape);
        this.scalars = new Scalars(scope);
        this.step = moments.steps();
    }

    /** A copy of its memory, read from the device. */
    AdamState moments() {
        return new AdamState(OptimizationLoop.read(mean), OptimizationLoop.read(square), step);
    }

    /**
     * Takes a step.
     *
     * @param values changed in place
     * @param gradient of the loss, without decay; not changed. What is made on the way belongs to its scope
     * @param factor the share of the step size to take, from the schedule
     */
    void step(NDArray values, NDArray gradient, double factor) {
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
        // A result belongs to the scope of the first operand, and these live long.
        NDArray denominator = square.sqrt();
        denominator.attach(scope);
        denominator.divi(rootCorrection).addi(scalars.of(EPSILON));
        NDArray direction = mean.div(denominator);
        direction.attach(scope);
        values.subi(direction.muli(stepSize));
    }
}
