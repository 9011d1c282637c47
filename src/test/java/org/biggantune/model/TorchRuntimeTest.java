package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.libtorch.LibtorchVersion;
import org.junit.jupiter.api.Test;

class TorchRuntimeTest {
    @Test
    void open_onTheCpu_describesItself() {
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty())) {
            assertThat(runtime.device()).isEqualTo(Device.cpu());
            assertThat(runtime.describe())
                    .matches("PyTorch " + LibtorchVersion.REQUIRED.replace(".", "\\.") + " on cpu, \\d+ threads");
        }
    }
}
