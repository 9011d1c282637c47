package org.biggantune.cli;

import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.settings.LoadSettings;
import picocli.CommandLine.Option;

/** How much is worked on at once; every default is in {@code configs/default.yaml}. */
public final class LoadOptions {
    public static final String PARTS = "--parallel-parts";
    private static final String STARTS = "--parallel-starts";

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            description =
                    "Latents that go through the networks at once, those of all parts and starts together, an even"
                            + " number; 0: all of a batch. Less takes less memory and gives the same step to rounding (default:"
                            + " ${DEFAULT-VALUE}).")
    private int microBatch;

    @Option(
            names = PARTS,
            paramLabel = "N",
            description = "Parts of a batch that the processor works on side by side, 1 or more, each with its share of"
                    + " --threads: faster than all threads in one part, most where other programs take cores too; auto:"
                    + " as many as have equal threads and equal latents, four at least, and 1 on a GPU. Results are the"
                    + " same to rounding (default: ${DEFAULT-VALUE}).")
    private String parallelParts;

    @Option(
            names = STARTS,
            paramLabel = "N",
            description = "Starts of a class that go through the networks together, 1 or more: faster where the device"
                    + " is not busy with one, and takes as many times the memory; auto: 1 on the processor, on a GPU as"
                    + " many as its free memory holds. Results are the same to rounding (default: ${DEFAULT-VALUE}).")
    private String parallelStarts;

    public LoadSettings settings() {
        return new LoadSettings(
                microBatch,
                count(PARTS, parallelParts, OptionRange.MOST_THREADS),
                count(STARTS, parallelStarts, OptionRange.MOST_STARTS));
    }

    /** A count, or {@link LoadSettings#AUTO}. */
    public static int count(String option, String value, int most) {
        if (value.equals("auto")) {
            return LoadSettings.AUTO;
        }
        try {
            int count = Integer.parseInt(value);
            OptionRange.within(option, count, 1, most);
            return count;
        } catch (NumberFormatException e) {
            throw new InvalidOptionException(option + " " + value + ": expected auto or a number from 1 to " + most, e);
        }
    }
}
