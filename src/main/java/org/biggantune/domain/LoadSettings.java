package org.biggantune.domain;

/**
 * How much is worked on at once. It costs or saves memory and time, and changes results by rounding only. The defaults
 * stand in {@code configs/default.yaml}.
 *
 * @param microBatch the latents of a batch that go through the networks at once, even; 0: all
 * @param parallelStarts the starts of a class that go through the networks together, at least 1; {@link #AUTO}: to be
 *     found out on the device
 */
public record LoadSettings(int microBatch, int parallelStarts) {
    /** The count of starts that is not yet known. */
    public static final int AUTO = 0;

    /** Of the free memory some is left for what grows: candidates, fragments, another program. */
    private static final double SHARE = 0.8;

    /** Checks both ranges. */
    public LoadSettings {
        if (microBatch != 0) {
            OptionRange.even("--micro-batch", microBatch);
        }
        if (parallelStarts != AUTO) {
            OptionRange.atLeast("--parallel-starts", parallelStarts, 1);
        }
    }

    /** The same with a known count of starts. */
    public LoadSettings together(int starts) {
        return new LoadSettings(microBatch, starts);
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
