package org.biggantune.cli;

import org.biggantune.domain.DeviceChoice;
import picocli.CommandLine.Mixin;

/** Where models run, and which ones may. */
public final class ModelDeviceOptions extends DeviceOptions {
    @Mixin
    private TrustOptions trust;

    @Override
    public DeviceChoice device() {
        return trust.applied(super.device());
    }
}
