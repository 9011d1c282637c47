package org.biggantune.cli;

import org.biggantune.domain.LoadSettings;
import picocli.CommandLine.Option;

/** How much is worked on at once; every default stands in {@code configs/default.yaml}. */
final class LoadOptions {
    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            description = "Latents of a batch that go through the networks at once, an even number; 0: all. Less takes"
                    + " less memory and gives the same step to rounding (default: ${DEFAULT-VALUE}).")
    private int microBatch;

    @Option(
            names = "--parallel-starts",
            paramLabel = "N",
            description = "Starts of a class that go through the networks together, 1 or more: faster where the device"
                    + " is not busy with one, and takes as many times the memory. Results are the same to rounding"
                    + " (default: ${DEFAULT-VALUE}).")
    private int parallelStarts;

    LoadSettings settings() {
        return new LoadSettings(microBatch, parallelStarts);
    }
}
