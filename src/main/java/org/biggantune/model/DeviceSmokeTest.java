package org.biggantune.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.libtorch.LibtorchLoader;

/**
 * A check that a device computes correctly: a small convolution and its gradient with a known sum.
 *
 * @param description engine, device and threads
 * @param loadSeconds the time for loading libtorch and opening the device
 * @param stepSeconds the time for the convolution and its gradient, including the device's initialisation
 */
public record DeviceSmokeTest(String description, double loadSeconds, double stepSeconds) {
    private static final int CHANNELS = 8;
    private static final int SIZE = 16;
    private static final int KERNEL = 3;
    private static final double NANO = 1e-9;

    /**
     * Checks a device.
     *
     * @param choice the device
     * @param threads threads of one operation; empty for libtorch's own choice
     * @throws DeviceUnavailableException if it cannot be used or computes wrongly
     */
    public static DeviceSmokeTest of(DeviceChoice choice, OptionalInt threads) {
        long start = System.nanoTime();
        try (TorchRuntime runtime = TorchRuntime.open(choice, threads);
                NDManager scope = runtime.newScope()) {
            long loaded = System.nanoTime();
            double sum = gradientSum(scope);
            long done = System.nanoTime();
            // With all ones, every output is a sum of CHANNELS × KERNEL² inputs, each with derivative 1.
            int outputs = CHANNELS * (SIZE - KERNEL + 1) * (SIZE - KERNEL + 1);
            int expected = outputs * CHANNELS * KERNEL * KERNEL;
            if (sum != expected) {
                throw new DeviceUnavailableException("--device " + choice + ": wrong result: a gradient sums to " + sum
                        + ", expected " + expected + "; use --device cpu");
            }
            return new DeviceSmokeTest(runtime.describe(), (loaded - start) * NANO, (done - loaded) * NANO);
        } catch (EngineException e) {
            throw new DeviceUnavailableException(
                    "--device " + choice + ": computing failed: " + LibtorchLoader.rootMessage(e)
                            + "; use --device cpu",
                    e);
        }
    }

    private static double gradientSum(NDManager scope) {
        NDArray input = scope.ones(new Shape(1, CHANNELS, SIZE, SIZE));
        NDArray weight = scope.ones(new Shape(CHANNELS, CHANNELS, KERNEL, KERNEL));
        input.setRequiresGradient(true);
        try (Autograd autograd = Autograd.record()) {
            autograd.backward(Conv2d.conv2d(input, weight).singletonOrThrow().sum());
        }
        return input.getGradient().sum().getFloat();
    }
}
