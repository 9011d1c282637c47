package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Turns gradients into steps that are scaled by a decayed mean of the squared gradient, as Adam does. L2 weight decay is
 * added to the gradient. Runs on the device without waiting for it. Holds the moments; not thread-safe.
 */
abstract class StepRule {
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
     * Creates a rule.
     *
     * @param scope owns the moments; borrowed
     * @param shape the shape of the parameters [s, n]
     * @param state the initial state, zero for a new tuning
     * @param learningRate η, above 0
     * @param weightDecay the L2 factor, at least 0
     */
    StepRule(NDManager scope, Shape shape, OptimizerState state, double learningRate, double weightDecay) {
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
        this.mean = scope.create(state.mean(), shape);
        this.square = scope.create(state.square(), shape);
        this.scalars = new Scalars(scope);
        this.step = state.steps();
    }

    /**
     * Takes one step.
     *
     * @param values the parameters of each start [s, n], changed in place
     * @param gradient the gradient of the loss without weight decay [s, n]; not changed. Temporary tensors belong to its
     *     scope
     * @param factor the schedule's factor on the learning rate
     */
    final void step(NDArray values, NDArray gradient, double factor) {
        step++;
        NDManager scope = gradient.getManager();
        NDArray g = gradient;
        if (weightDecay > 0) {
            NDArray decay = values.mul(scalars.of(weightDecay));
            decay.attach(scope);
            g = gradient.add(decay);
        }
        square.muli(scalars.of(BETA2)).addi(squares(g).muli(scalars.of(1 - BETA2)));
        // DJL attaches a result to its first operand's manager, which here outlives the step.
        NDArray root = square.sqrt();
        root.attach(scope);
        Scalars once = new Scalars(scope);
        root.divi(once.of(Math.sqrt(1 - Math.pow(BETA2, step)))).addi(scalars.of(EPSILON));
        move(values, g, root, factor * learningRate, once);
    }

    /** Returns what the second moment is the mean of [s, n]: the squared gradient of each number. */
    NDArray squares(NDArray gradient) {
        return gradient.square();
    }

    /**
     * Changes the parameters.
     *
     * @param values the parameters [s, n], changed in place
     * @param gradient the gradient with weight decay [s, n]; temporary tensors belong to its scope
     * @param root ε plus the bias-corrected root of the second moment [s, n], of the step's scope; may be changed
     * @param rate the learning rate of this step
     * @param once makes numbers that only this step needs
     */
    abstract void move(NDArray values, NDArray gradient, NDArray root, double rate, Scalars once);

    /** Makes numbers that every step needs. */
    final Scalars scalars() {
        return scalars;
    }

    /** Returns the decayed mean of the gradient [s, n]; zero where steps have no momentum. */
    final NDArray mean() {
        return mean;
    }

    /** Returns the decayed mean of the squared gradient [s, n]. */
    final NDArray square() {
        return square;
    }

    /** Returns the number of steps taken, that under way included. */
    final int steps() {
        return step;
    }
}
