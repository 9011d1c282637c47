package org.biggantune.tuning;

/**
 * Adam's memory of one embedding.
 *
 * @param mean the decayed mean gradient
 * @param square the decayed mean squared gradient
 * @param steps the count of steps that led to them
 */
public record AdamState(float[] mean, float[] square, int steps) {
    /** Copies both arrays, which must be equally long. */
    public AdamState {
        if (mean.length != square.length || steps < 0) {
            throw new IllegalArgumentException(
                    mean.length + " and " + square.length + " moments of " + steps + " steps");
        }
        mean = mean.clone();
        square = square.clone();
    }

    /** The moments before the first step. */
    static AdamState zero(int size) {
        return new AdamState(new float[size], new float[size], 0);
    }
}
