package org.biggantune.cli;

import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.PathOption;
import picocli.CommandLine.Option;

/** The options that select the device, the threads and the libtorch that models run on. */
public final class DeviceOptions {
    private static final String NONE = "none";

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "Device: auto, cpu, cuda or cuda:N (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "CPU threads; 0: one per core (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--libtorch",
            paramLabel = "DIR",
            description =
                    "Load libtorch 2.7.1 from this folder, such as the torch folder of a Python package, instead of the"
                            + " tool's own; none: choose automatically (default: ${DEFAULT-VALUE}).")
    private String libtorch;

    /** Checks all values and reports every invalid one. */
    public void check() {
        OptionCheck.all(this::device, this::threads);
    }

    /** Returns the device and the libtorch to load for it. */
    public DeviceChoice device() {
        DeviceChoice choice = DeviceChoice.parse(device);
        return libtorch.equals(NONE) ? choice : choice.withLibtorch(PathOption.parse("--libtorch", libtorch));
    }

    /** Returns the number of threads of an operation; empty for one per core. */
    public OptionalInt threads() {
        OptionRange.within("--threads", threads, 0, OptionRange.MOST_THREADS);
        return threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads);
    }
}
