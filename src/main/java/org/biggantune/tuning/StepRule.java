package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;

/** Turns gradients into steps. Runs on the device without waiting for it. */
interface StepRule {
    /**
     * Takes one step.
     *
     * @param values the parameters of each start [s, n], changed in place
     * @param gradient the gradient of the loss without weight decay [s, n]; not changed. Temporary tensors belong to its
     *     scope
     * @param factor the schedule's factor on the learning rate
     */
    void step(NDArray values, NDArray gradient, double factor);

    /** Returns the decayed mean of the gradient [s, n]. */
    NDArray mean();

    /** Returns the decayed mean of the squared gradient [s, n]. */
    NDArray square();

    /** Returns the number of steps taken. */
    int steps();
}
