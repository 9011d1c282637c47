package org.biggantune.cli;

import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.PathOption;
import picocli.CommandLine.Option;

/** Where models run. */
public final class DeviceOptions {
    private static final String NONE = "none";

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "auto, cpu, cuda or cuda:N (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of one operation; 0: all cores (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--libtorch",
            paramLabel = "DIR",
            description =
                    "Load this libtorch 2.7.1, such as a Python package's folder torch, instead of one of the tool's;"
                            + " none: choose (default: ${DEFAULT-VALUE}).")
    private String libtorch;

    /** Refuses what is not known, all of it at once. */
    public void check() {
        OptionCheck.all(this::device, this::threads);
    }

    /** The device, and the libtorch to load for it. */
    public DeviceChoice device() {
        DeviceChoice choice = DeviceChoice.parse(device);
        return libtorch.equals(NONE) ? choice : choice.withLibtorch(PathOption.parse("--libtorch", libtorch));
    }

    /** Threads of one operation; empty: as many as there are cores. */
    public OptionalInt threads() {
        OptionRange.within("--threads", threads, 0, OptionRange.MOST_THREADS);
        return threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads);
    }
}
