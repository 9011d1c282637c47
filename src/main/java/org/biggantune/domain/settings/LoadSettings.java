package org.biggantune.domain.settings;

import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * How much is worked on at once. It costs or saves memory and time, and changes results by rounding only. The defaults
 * stand in {@code configs/default.yaml}.
 *
 * @param microBatch the latents of a batch that go through the networks at once, even; 0: all
 * @param parallelParts how many parts of a batch are worked on side by side on the processor, at least 1; {@link
 *     #AUTO}: to be found out from batch and threads
 * @param parallelStarts the starts of a class that go through the networks together, at least 1; {@link #AUTO}: to be
 *     found out on the device
 */
public record LoadSettings(int microBatch, int parallelParts, int parallelStarts) {
    /** A count that is not yet known. */
    public static final int AUTO = 0;

    /** Of the free memory some is left for what grows: candidates, fragments, another program. */
    private static final double SHARE = 0.8;

    /** Checks the ranges, and that a pair of latents of each start that goes along fits in the micro-batch. */
    public LoadSettings {
        OptionCheck.all(
                () -> requireMicroBatch(microBatch),
                () -> requireCount("--parallel-parts", parallelParts, OptionRange.MOST_THREADS),
                () -> requireCount("--parallel-starts", parallelStarts, OptionRange.MOST_STARTS));
        if (microBatch > 0 && parallelStarts > microBatch / 2) {
            throw new SettingsConflictException("--parallel-starts " + parallelStarts
                    + ": a pair of latents of each are "
                    + 2L * parallelStarts + " at once, and --micro-batch allows " + microBatch + "; give at most "
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

    /** The same with a known count of starts. */
    public LoadSettings together(int starts) {
        return new LoadSettings(microBatch, parallelParts, starts);
    }

    /** The same with a known count of parts. */
    public LoadSettings inParts(int parts) {
        return new LoadSettings(microBatch, parts, parallelStarts);
    }

    /**
     * How many chunkSizes of a batch are worked on side by side: the parts, or fewer where a pair of each would exceed
     * {@link #microBatch}.
     *
     * @return at least 1
     */
    public int concurrentChunks() {
        int parts = Math.max(1, parallelParts);
        return microBatch == 0 ? parts : Math.min(parts, microBatch / 2 / starts());
    }

    /** The starts that each piece of a batch is worked on for. */
    private int starts() {
        return Math.max(1, parallelStarts);
    }

    /**
     * The chunkSizes in which a batch goes through the networks: whole pairs, as even as can be, so many that those of
     * {@link #concurrentChunks} chunkSizes, counted for each of the starts that go along, are at most {@link
     * #microBatch} together.
     *
     * @param batch the count of latents, even
     * @return the count of latents of each piece, even and in order
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
        int[] chunkSizes = new int[count];
        for (int i = 0; i < count; i++) {
            chunkSizes[i] = 2 * (pairs / count + (i < pairs % count ? 1 : 0));
        }
        return chunkSizes;
    }

    /**
     * How many starts fit a device's memory together, at least 1 and at most all: as many as four fifths of the free
     * memory hold, or one where it is not known what one takes.
     *
     * @param starts the starts of a class
     * @param free bytes that are free while nothing is worked on
     * @param one bytes that a step of one start takes
     */
    public static int fitting(int starts, long free, long one) {
        long fit = one <= 0 ? 1 : (long) (SHARE * free / one);
        return (int) Math.max(1, Math.min(starts, fit));
    }
}
