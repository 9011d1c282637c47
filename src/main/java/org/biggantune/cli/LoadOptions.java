package org.biggantune.cli;

import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.settings.LoadSettings;
import picocli.CommandLine.Option;

/** The options that say how much is computed at once; the defaults are in {@code configs/default.yaml}. */
public final class LoadOptions {
    public static final String PARTS = "--parallel-parts";
    private static final String STARTS = "--parallel-starts";

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            description =
                    "Latents in one pass through the networks, counting all parts and starts; an even number, or 0 for"
                            + " a whole batch. A smaller value takes less memory; results agree up to rounding (default:"
                            + " ${DEFAULT-VALUE}).")
    private int microBatch;

    @Option(
            names = PARTS,
            paramLabel = "N",
            description = "Parts of a batch that the CPU computes in parallel, each with its share of --threads; faster"
                    + " than one part with all threads, especially if other programs use the cores too. auto: as many"
                    + " as divide threads and latents evenly, four latents each at least; 1 on a GPU. Results agree up to"
                    + " rounding (default: ${DEFAULT-VALUE}).")
    private String parallelParts;

    @Option(
            names = STARTS,
            paramLabel = "N",
            description = "Starts of a class that are tuned in parallel: faster if one does not keep the device busy,"
                    + " and takes that many times the memory. auto: 1 on the CPU; on a GPU as many as fit into its"
                    + " free memory. Results agree up to rounding (default: ${DEFAULT-VALUE}).")
    private String parallelStarts;

    public LoadSettings settings() {
        return new LoadSettings(
                microBatch,
                count(PARTS, parallelParts, OptionRange.MOST_THREADS),
                count(STARTS, parallelStarts, OptionRange.MOST_STARTS));
    }

    /** Parses a count from 1 to {@code most}; {@code auto} gives {@link LoadSettings#AUTO}. */
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
