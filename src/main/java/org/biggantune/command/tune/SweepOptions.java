package org.biggantune.command.tune;

import java.util.List;
import picocli.CommandLine.Option;

/** Values that are tried one after the other; a command that has them is a {@link SweptCommand}. */
public final class SweepOptions {
    /** The option. */
    public static final String SWEEP = "--sweep";

    @Option(
            names = SWEEP,
            paramLabel = "KEY=VALUE,VALUE...",
            description =
                    "Run once with each value of an option, such as proximity=0,0.3,1, into a folder of its own in"
                            + " --out, and compare the results. Given several times: all combinations. Values that have"
                            + " commas are parted by semicolons: \"clamp=auto;-0.5,0.5\".")
    @SuppressWarnings("UnusedVariable") // picocli knows it; CommandSweep reads it.
    private List<String> sweeps;
}
