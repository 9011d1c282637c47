package org.biggantune.tuning;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers as zero-dimensional CPU tensors, each created once. DJL copies a number passed to an operation to the device,
 * which waits for all pending work; libtorch accepts a zero-dimensional CPU tensor like a plain number. The tensors
 * belong to a borrowed scope. Thread-safe.
 */
final class Scalars {
    private final NDManager scope;
    private final Map<Float, NDArray> made = new ConcurrentHashMap<>();

    /** Creates numbers owned by a scope on any device. */
    Scalars(NDManager scope) {
        this.scope = scope.getDevice().isGpu() ? scope.newSubManager(Device.cpu()) : scope;
    }

    /** Returns the number, rounded to float32, as a zero-dimensional tensor. */
    NDArray of(double number) {
        return made.computeIfAbsent((float) number, scope::create);
    }
}
