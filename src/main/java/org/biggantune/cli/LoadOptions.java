package org.biggantune.cli;

import org.biggantune.domain.InvalidOptionException;
import org.biggantune.domain.LoadSettings;
import org.biggantune.domain.OptionRange;
import picocli.CommandLine.Option;

/** How much is worked on at once; every default stands in {@code configs/default.yaml}. */
final class LoadOptions {
    private static final String NAME = "--parallel-starts";

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            description = "Latents of a batch that go through the networks at once, an even number; 0: all. Less takes"
                    + " less memory and gives the same step to rounding (default: ${DEFAULT-VALUE}).")
    private int microBatch;

    @Option(
            names = NAME,
            paramLabel = "N",
            description = "Starts of a class that go through the networks together, 1 or more: faster where the device"
                    + " is not busy with one, and takes as many times the memory; auto: 1 on the processor, on a GPU as"
                    + " many as its free memory holds. Results are the same to rounding (default: ${DEFAULT-VALUE}).")
    private String parallelStarts;

    LoadSettings settings() {
        return new LoadSettings(microBatch, parallelStarts());
    }

    private int parallelStarts() {
        if (parallelStarts.equals("auto")) {
            return LoadSettings.AUTO;
        }
        try {
            int starts = Integer.parseInt(parallelStarts);
            OptionRange.atLeast(NAME, starts, 1);
            return starts;
        } catch (NumberFormatException e) {
            throw new InvalidOptionException(
                    NAME + " " + parallelStarts + ": expected auto or a number of 1 or more", e);
        }
    }
}
