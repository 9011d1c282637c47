package org.biggantune.model;

import java.util.OptionalLong;

/**
 * Chooses how many images pass through the networks at once where no gradients are needed: for candidates, reports,
 * scans, rankings, evaluation and pictures. On a CPU batches are small, because several run in parallel; on a GPU they
 * are as large as its memory and the wait for a stop signal allow. The choice depends on nothing that changes between
 * runs on one machine, such as the free memory, since the last digits of results depend on it.
 *
 * @param gpuMemory the whole memory of the GPU in bytes; empty on a CPU, or if the driver does not report it
 */
public record BatchSize(OptionalLong gpuMemory) {
    /** Pixels of a batch on a CPU, 64 images of 64 × 64: bounds memory at every resolution. */
    private static final long CPU_PIXELS = 1L << 18;

    /** Pixels of a classifier's batch on a CPU. */
    private static final long CPU_INPUT_PIXELS = 1L << 20;

    private static final long CPU_MOST = 64;

    /** Pixels of a batch on a GPU, 256 images of 128 × 128 or 16 of 512 × 512: by its operations a second or two on a slow one. */
    private static final long GPU_PIXELS = 1L << 22;

    /** Images of a batch on a GPU, so that a thousand samples are still several batches. */
    private static final long GPU_MOST = 256;

    /** The part of a GPU's memory for one batch; weights, a tuning step and other programs need the rest. */
    private static final long GPU_PART = 4;

    /**
     * Bytes for each pixel that a generator draws. The last block of a full-width BigGAN, its most expensive one, holds
     * about 3.3 KiB: two maps of 192 channels and four of 96.
     */
    private static final long BYTES_DRAWN = 4096;

    /** Bytes for each pixel of a network's input. VGG, the most expensive one, holds three maps of 64 channels. */
    private static final long BYTES_SEEN = 1024;

    /**
     * Returns the number of samples to draw and measure at once.
     *
     * @param resolution their height and width
     * @param inputSize the largest input of the networks that measure them, height and width in pixels
     * @param most the most that a GPU may process at once, even; on a CPU {@link BatchLoop} alone limits batches
     * @return an even number, as neighbours are pairs
     */
    public int measured(int resolution, int inputSize, int most) {
        long cpu = Math.max(2, Math.min(CPU_MOST, (CPU_PIXELS / squared(resolution)) & ~1L));
        return (int) (gpuMemory.isEmpty() ? cpu : Math.min(most, Math.max(cpu, gpu(resolution, inputSize))));
    }

    /**
     * Returns the number of images to draw at once without measuring them.
     *
     * @param resolution their height and width
     */
    public int drawn(int resolution) {
        return (int) Math.max(Math.max(1, CPU_PIXELS / squared(resolution)), gpu(resolution, 0));
    }

    /**
     * Returns the number of images to classify at once.
     *
     * @param inputSize their height and width
     */
    public int classified(int inputSize) {
        return (int) Math.max(Math.max(1, CPU_INPUT_PIXELS / squared(inputSize)), gpu(0, inputSize));
    }

    /** Returns the number for a GPU, an even one; 0 on a CPU. */
    private long gpu(int resolution, int inputSize) {
        if (gpuMemory.isEmpty()) {
            return 0;
        }
        long bytes = Math.max(BYTES_DRAWN * squared(resolution), BYTES_SEEN * squared(inputSize));
        long pixels = squared(Math.max(resolution, inputSize));
        long fitting = Math.min(GPU_PIXELS / pixels, gpuMemory.getAsLong() / GPU_PART / bytes);
        return Math.min(GPU_MOST, fitting) & ~1L;
    }

    private static long squared(int side) {
        return (long) side * side;
    }
}
