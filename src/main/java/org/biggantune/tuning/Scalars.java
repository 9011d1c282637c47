package org.biggantune.tuning;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers as tensors, each made once. DJL turns a number that is given to an operation into a tensor on the device, and
 * such a copy waits for all that the device has still to do. These stay in the processor's memory: libtorch takes a
 * tensor without dimensions from there as it takes a number. They live as long as a scope that is borrowed. Several threads
 * may ask.
 */
final class Scalars {
    private final NDManager scope;
    private final Map<Float, NDArray> made = new ConcurrentHashMap<>();

    /** Numbers that live as long as a scope, on whatever device its tensors are. */
    Scalars(NDManager scope) {
        this.scope = scope.getDevice().isGpu() ? scope.newSubManager(Device.cpu()) : scope;
    }

    /** The number, rounded to float32, as a tensor without dimensions. */
    NDArray of(double number) {
        return made.computeIfAbsent((float) number, scope::create);
    }
}
