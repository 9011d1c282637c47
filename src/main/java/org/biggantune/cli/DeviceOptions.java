package org.biggantune.cli;

import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.InvalidOptionException;
import picocli.CommandLine.Option;

/** Where models run. */
final class DeviceOptions {
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

    DeviceChoice device() {
        return DeviceChoice.parse(device);
    }

    OptionalInt threads() {
        if (threads < 0) {
            throw new InvalidOptionException("--threads " + threads + ": expected 0 or more");
        }
        return threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads);
    }
}
