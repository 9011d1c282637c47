package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;

/**
 * What a machine can do at most, measured on large matrices: the yardstick for a step's speed. Owns a program and its
 * matrices; the caller closes it.
 */
public final class MachineProbe implements AutoCloseable {
    private static final int CPU_SIZE = 2048;
    private static final int GPU_SIZE = 8192;
    /** The numbers that are copied, in multiples of a matrix: more than caches hold. */
    private static final int COPIED = 8;
    /** Calls are repeated for so long. */
    private static final double SECONDS = 0.3;

    private static final double NANOS = 1e9;

    private final NDManager scope;
    private final TorchProgram products;
    private final int count;
    private final int size;
    private final NDArray x;
    private final NDArray y;

    /**
     * A probe of a device.
     *
     * @param runtime the device
     * @param program an archive whose {@code forward(x, y)} multiplies a number of times
     * @param count how many times
     */
    public MachineProbe(TorchRuntime runtime, Path program, int count) {
        this.products = new TorchProgram(program, runtime);
        this.scope = runtime.newScope();
        this.count = count;
        this.size = runtime.device().isGpu() ? GPU_SIZE : CPU_SIZE;
        Shape square = new Shape(size, size);
        this.x = scope.randomNormal(square);
        // Products of matrices of this spread neither grow nor fade.
        this.y = scope.randomNormal(square).mul((float) (1 / Math.sqrt(size)));
    }

    /**
     * Floating-point operations a second of products of matrices, two for each multiply-add: the best of the calls of some
     * tenths of a second.
     */
    public double flopsPerSecond() {
        return 2.0 * size * size * size * count / shortest(() -> finish(products.run(x, y)));
    }

    /** Bytes a second that a copy reads and writes: the best of the calls of some tenths of a second. */
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

    /** Waits for a result, which a GPU gives later than the call returns, and frees it. */
    private static void finish(NDArray result) {
        try (result;
                NDArray flat = result.flatten();
                NDArray first = flat.get(0)) {
            first.getFloat();
        }
    }
}
