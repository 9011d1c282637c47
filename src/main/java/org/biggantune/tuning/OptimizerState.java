package org.biggantune.tuning;

/**
 * The state of an optimiser, for each parameter.
 *
 * @param mean the exponentially decayed mean of the gradient; zero where steps have no momentum
 * @param square the exponentially decayed mean of the squared gradient, of the same length
 * @param average the mean of where the steps have been, of the same length; empty where their last is the result
 * @param steps the number of steps taken
 */
public record OptimizerState(float[] mean, float[] square, float[] average, int steps) {
    /** Copies the arrays, whose lengths must agree. */
    public OptimizerState {
        boolean averaged = average.length == mean.length || average.length == 0;
        if (mean.length != square.length || !averaged || steps < 0) {
            throw new IllegalArgumentException(
                    mean.length + ", " + square.length + " and " + average.length + " numbers of " + steps + " steps");
        }
        mean = mean.clone();
        square = square.clone();
        average = average.clone();
    }

    /**
     * Returns the state before the first step.
     *
     * @param parameters where it begins
     * @param averaged whether the result is a mean of steps
     */
    static OptimizerState zero(float[] parameters, boolean averaged) {
        int size = parameters.length;
        return new OptimizerState(new float[size], new float[size], averaged ? parameters : new float[0], 0);
    }
}
