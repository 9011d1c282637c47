package org.biggantune.domain;

/**
 * How much is worked on at once. It costs or saves memory and time, and changes results by rounding only. The defaults
 * stand in {@code configs/default.yaml}.
 *
 * @param microBatch the latents of a batch that go through the networks at once, even; 0: all
 * @param parallelStarts the starts of a class that go through the networks together, at least 1
 */
public record LoadSettings(int microBatch, int parallelStarts) {
    /** Checks both ranges. */
    public LoadSettings {
        if (microBatch != 0) {
            OptionRange.even("--micro-batch", microBatch);
        }
        OptionRange.atLeast("--parallel-starts", parallelStarts, 1);
    }
}
