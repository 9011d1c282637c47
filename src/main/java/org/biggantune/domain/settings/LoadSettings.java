package org.biggantune.domain.settings;

import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * How much is processed at once, a trade-off between memory and time that changes results only by rounding. The
 * defaults are in {@code configs/default.yaml}.
 *
 * @param microBatch the latents of a batch that pass through the networks at once, even; 0 for all
 * @param parallelParts the chunks of a batch that are processed in parallel on the CPU, at least 1; {@link #AUTO} to
 *     derive them from batch and threads
 * @param parallelStarts the starts of a class that are tuned together, at least 1; {@link #AUTO} to derive them from
 *     the device's memory
 */
public record LoadSettings(int microBatch, int parallelParts, int parallelStarts) {
    /** A number to be derived later. */
    public static final int AUTO = 0;

    /** The share of the free memory to use; the rest is for candidates, fragmentation and other programs. */
    private static final double SHARE = 0.8;

    /** Checks the ranges, and that the micro-batch has room for a pair of latents of each parallel start. */
    public LoadSettings {
        OptionCheck.all(
                () -> requireMicroBatch(microBatch),
                () -> requireCount("--parallel-parts", parallelParts, OptionRange.MOST_THREADS),
                () -> requireCount("--parallel-starts", parallelStarts, OptionRange.MOST_STARTS));
        if (microBatch > 0 && parallelStarts > microBatch / 2) {
            throw new SettingsConflictException("--parallel-starts " + parallelStarts
                    + ": a pair of latents for each is "
                    + 2L * parallelStarts + " at once, but --micro-batch allows " + microBatch + "; give at most "
                    + microBatch / 2 + " starts or a larger --micro-batch");
        }
    }

    private static void requireMicroBatch(int latents) {
        if (latents != 0) {
            OptionRange.even("--micro-batch", latents, OptionRange.MOST_BATCH);
        }
    }

    private static void requireCount(String option, int count, int most) {
        if (count != AUTO) {
            OptionRange.within(option, count, 1, most);
        }
    }

    /** Returns a copy with the number of parallel starts resolved. */
    public LoadSettings together(int starts) {
        return new LoadSettings(microBatch, parallelParts, starts);
    }

    /** Returns a copy with the number of parallel parts resolved. */
    public LoadSettings inParts(int parts) {
        return new LoadSettings(microBatch, parts, parallelStarts);
    }

    /**
     * Returns the number of chunks of a batch that are processed in parallel: the parts, or fewer if a pair in each
     * would exceed {@link #microBatch}.
     *
     * @return at least 1
     */
    public int concurrentChunks() {
        int parts = Math.max(1, parallelParts);
        return microBatch == 0 ? parts : Math.min(parts, microBatch / 2 / starts());
    }

    /** Returns the number of starts that each chunk is processed for. */
    private int starts() {
        return Math.max(1, parallelStarts);
    }

    /**
     * Divides a batch into chunks of whole pairs of nearly equal size, such that {@link #concurrentChunks} chunks,
     * times the parallel starts, contain at most {@link #microBatch} latents.
     *
     * @param batch the number of latents, even
     * @return the number of latents in each chunk, even, in order
     */
    public int[] chunkSizes(int batch) {
        if (batch < 2 || batch % 2 != 0) {
            throw new IllegalArgumentException("a batch of " + batch);
        }
        int pairs = batch / 2;
        int count = Math.min(concurrentChunks(), pairs);
        if (microBatch > 0 && microBatch < (long) batch * starts()) {
            int most = microBatch / 2 / starts() / concurrentChunks();
            count = (pairs + most - 1) / most;
        }
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = 2 * (pairs / count + (i < pairs % count ? 1 : 0));
        }
        return sizes;
    }

    /**
     * Returns the number of starts that fit into a device's memory together, from 1 to all: as many as fit into 80 % of
     * the free memory, or one if the memory of a start is unknown.
     *
     * @param starts the starts of a class
     * @param free the free bytes of the idle device
     * @param one the bytes that a step of one start needs
     */
    public static int fitting(int starts, long free, long one) {
        long fit = one <= 0 ? 1 : (long) (SHARE * free / one);
        return (int) Math.max(1, Math.min(starts, fit));
    }
}
