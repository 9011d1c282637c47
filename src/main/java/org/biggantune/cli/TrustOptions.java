package org.biggantune.cli;

import org.biggantune.domain.DeviceChoice;
import picocli.CommandLine.Option;

/** The {@code --trust} option: whether to run models whose code may do anything. Accepted on the command line only. */
public final class TrustOptions {
    /** The option's name in files, which refuse it. */
    static final String NAME = "trust";

    @Option(
            names = "--trust",
            fallbackValue = "true",
            description = "Run any model code, for files from a source you trust: the code can read, write and delete"
                    + " whatever you can. Without it, a model that calls anything but known, harmless operators is"
                    + " refused. Accepted on the command line only.")
    private boolean trust;

    public boolean trusted() {
        return trust;
    }

    /** Returns the device choice with this option applied. */
    public DeviceChoice applied(DeviceChoice device) {
        return trust ? device.trustingAll() : device;
    }
}
