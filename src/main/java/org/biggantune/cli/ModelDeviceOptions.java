package org.biggantune.cli;

import org.biggantune.domain.DeviceChoice;
import picocli.CommandLine.Mixin;

/** Where models run, and which ones may. */
final class ModelDeviceOptions extends DeviceOptions {
    @Mixin
    private TrustOptions trust;

    @Override
    DeviceChoice device() {
        return trust.applied(super.device());
    }
}
