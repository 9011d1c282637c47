package org.biggantune.tuning;

/**
 * The state of Adam.
 *
 * @param mean the exponentially decayed mean of the gradient
 * @param square the exponentially decayed mean of the squared gradient, of the same length
 * @param steps the number of steps taken
 */
public record AdamState(float[] mean, float[] square, int steps) {
    /** Copies both arrays, which must have the same length. */
    public AdamState {
        if (mean.length != square.length || steps < 0) {
            throw new IllegalArgumentException(
                    mean.length + " and " + square.length + " moments of " + steps + " steps");
        }
        mean = mean.clone();
        square = square.clone();
    }

    /** Returns the state before the first step. */
    static AdamState zero(int size) {
        return new AdamState(new float[size], new float[size], 0);
    }
}
