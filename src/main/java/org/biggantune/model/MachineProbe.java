package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;

/**
 * Measures a device's peak arithmetic and memory throughput on large matrices, as the yardstick for a step's speed.
 * Owns a program and its matrices; the caller closes it.
 */
public final class MachineProbe implements AutoCloseable {
    private static final int CPU_SIZE = 2048;
    private static final int GPU_SIZE = 8192;
    /** The size of the copy in multiples of a matrix, larger than any cache. */
    private static final int COPIED = 8;
    /** The duration of a measurement. */
    private static final double SECONDS = 0.3;

    private static final double NANOS = 1e9;

    private final NDManager scope;
    private final TorchProgram products;
    private final int count;
    private final int size;
    private final NDArray x;
    private final NDArray y;

    /**
     * Creates a probe of a device.
     *
     * @param runtime the device
     * @param program an archive with a {@code forward(x, y)} that multiplies {@code count} times
     * @param count the number of multiplications
     */
    public MachineProbe(TorchRuntime runtime, Path program, int count) {
        this.products = new TorchProgram(program, runtime);
        this.scope = runtime.newScope();
        this.count = count;
        this.size = runtime.device().isGpu() ? GPU_SIZE : CPU_SIZE;
        Shape square = new Shape(size, size);
        this.x = scope.randomNormal(square);
        // With this standard deviation repeated products neither grow nor vanish.
        this.y = scope.randomNormal(square).mul((float) (1 / Math.sqrt(size)));
    }

    /**
     * Measures the floating-point operations per second of matrix products, two for each multiply-add: the best call
     * within 0.3 seconds.
     */
    public double flopsPerSecond() {
        return 2.0 * size * size * size * count / shortest(() -> finish(products.run(x, y)));
    }

    /** Measures the bytes per second that a copy reads and writes: the best call within 0.3 seconds. */
    public double bytesPerSecond() {
        long numbers = (long) COPIED * size * size;
        try (NDManager copies = scope.newSubManager()) {
            NDArray source = copies.ones(new Shape(numbers));
            return 2.0 * numbers * Float.BYTES / shortest(() -> finish(source.duplicate()));
        }
    }

    @Override
    public void close() {
        scope.close();
        products.close();
    }

    private static double shortest(Runnable work) {
        double shortest = Double.MAX_VALUE;
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < SECONDS * NANOS) {
            long start = System.nanoTime();
            work.run();
            shortest = Math.min(shortest, (System.nanoTime() - start) / NANOS);
        }
        return shortest;
    }

    /** Waits for the result, which a GPU computes asynchronously, and frees it. */
    private static void finish(NDArray result) {
        try (result;
                NDArray flat = result.flatten();
                NDArray first = flat.get(0)) {
            first.getFloat();
        }
    }
}
