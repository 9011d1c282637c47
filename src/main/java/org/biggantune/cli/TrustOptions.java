package org.biggantune.cli;

import org.biggantune.domain.DeviceChoice;
import picocli.CommandLine.Option;

/** Whether models run whatever their code calls: said on the command line or nowhere. */
public final class TrustOptions {
    /** The option's name in files, where it may not stand. */
    static final String NAME = "trust";

    @Option(
            names = "--trust",
            fallbackValue = "true",
            description = "Run models whatever their code calls, for files whose maker you know: it may read, write and"
                    + " delete what you may. Without it, a model whose code calls anything but known, harmless operators"
                    + " is refused. On the command line only.")
    private boolean trust;

    public boolean trusted() {
        return trust;
    }

    /** A choice of a device on which models run as this says. */
    public DeviceChoice applied(DeviceChoice device) {
        return trust ? device.trustingAll() : device;
    }
}
