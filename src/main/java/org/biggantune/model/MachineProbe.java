package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;

/** What a machine can do at most, measured on large matrices: the yardstick for a step's speed. */
public final class MachineProbe {
    private static final int CPU_SIZE = 2048;
    private static final int GPU_SIZE = 8192;
    private static final double SECONDS = 1;
    private static final double NANOS = 1e9;

    private final TorchRuntime runtime;
    private final int size;

    /** A probe of a device. */
    public MachineProbe(TorchRuntime runtime) {
        this.runtime = runtime;
        this.size = runtime.device().isGpu() ? GPU_SIZE : CPU_SIZE;
    }

    /**
     * Floating-point operations a second of a product of matrices, two for each multiply-add: the best of as many calls as
     * a second holds.
     *
     * @param program an archive whose {@code forward(x, y)} multiplies a number of times
     * @param count how many times
     */
    public double flopsPerSecond(Path program, int count) {
        double flops = 2.0 * size * size * size * count;
        try (NDManager scope = runtime.newScope();
                TorchProgram products = new TorchProgram(program, runtime)) {
            Shape square = new Shape(size, size);
            NDArray x = scope.randomNormal(square);
            // Products of matrices of this spread neither grow nor fade.
            NDArray y = scope.randomNormal(square).mul((float) (1 / Math.sqrt(size)));
            return flops / shortest(() -> finish(products.run(x, y)));
        }
    }

    /** Bytes a second that a copy reads and writes: the best of as many as a second holds. */
    public double bytesPerSecond() {
        long numbers = 8L * size * size;
        try (NDManager scope = runtime.newScope()) {
            NDArray source = scope.ones(new Shape(numbers));
            return 2.0 * numbers * Float.BYTES / shortest(() -> finish(source.duplicate()));
        }
    }

    private static double shortest(Runnable work) {
        work.run();
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
        result.flatten().get(0).getFloat();
        result.close();
    }
}
