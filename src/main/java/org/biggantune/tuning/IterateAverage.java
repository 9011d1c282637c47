package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The mean of where a descent has been, with polynomial weights (Shamir and Zhang, "Stochastic gradient descent for
 * non-smooth optimization", ICML 2013): after step t
 *
 * <pre>
 * c̄ ← c̄ + (γ + 1) / (t + γ) · (c − c̄)
 * </pre>
 *
 * so that c̄ lags t / (γ + 2) steps behind on average, whatever t. It takes away the noise of single steps, for which a
 * schedule needs many small last ones (Polyak and Juditsky, 1992). Runs on the device without waiting for it; not
 * thread-safe.
 */
final class IterateAverage {
    private final NDArray mean;
    private final double decay;

    /**
     * Creates a mean.
     *
     * @param mean c̄ so far [s, n], changed in place; any numbers before the first step. Borrowed
     * @param decay γ, at least 0: 0 counts all steps alike, 1 each by its number
     */
    IterateAverage(NDArray mean, double decay) {
        this.mean = mean;
        this.decay = decay;
    }

    /**
     * Takes in where a step led.
     *
     * @param step the number of the step, from 1
     * @param values the parameters [s, n]; not changed
     */
    void add(int step, NDArray values) {
        try (NDManager scope = values.getManager().newSubManager()) {
            NDArray moved = values.sub(mean);
            moved.attach(scope);
            mean.addi(moved.muli(new Scalars(scope).of((decay + 1) / (step + decay))));
        }
    }

    /** Returns c̄, the same tensor at each call. */
    NDArray mean() {
        return mean;
    }
}
