package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.DeviceUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchRuntimeTest {
    private static Device device(String choice, int cudaDevices) {
        return TorchRuntime.device(DeviceChoice.parse(choice), cudaDevices);
    }

    @ParameterizedTest
    @CsvSource({"auto, 0, cpu()", "auto, 2, gpu(0)", "cpu, 2, cpu()", "cuda, 1, gpu(0)", "cuda:1, 2, gpu(1)"})
    void device_thatIsThere_isChosen(String choice, int cudaDevices, String expected) {
        assertThat(device(choice, cudaDevices)).hasToString(expected);
    }

    @Test
    void device_thatIsNotThere_isRefused() {
        assertThatThrownBy(() -> device("cuda", 0))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessage("--device cuda:0: no CUDA device is usable here;"
                        + " use --device cpu, or check the driver and that libtorch has CUDA");
        assertThatThrownBy(() -> device("cuda:1", 1))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessage("--device cuda:1: this machine has 1;"
                        + " use --device cpu, or check the driver and that libtorch has CUDA");
    }

    @Test
    void open_onTheCpu_describesItself() {
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty())) {
            assertThat(runtime.device()).isEqualTo(Device.cpu());
            assertThat(runtime.describe())
                    .matches("PyTorch " + LibtorchVersion.REQUIRED.replace(".", "\\.") + " on cpu, \\d+ threads");
        }
    }
}
