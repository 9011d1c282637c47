package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.biggantune.domain.failure.InvalidOptionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
    @ParameterizedTest
    @CsvSource({
        "auto, AUTO, 0, auto",
        "cpu, CPU, 0, cpu",
        "CPU, CPU, 0, cpu",
        "cuda, CUDA, 0, cuda:0",
        "cuda:0, CUDA, 0, cuda:0",
        "Cuda:12, CUDA, 12, cuda:12"
    })
    void parse_knownDevice_isRead(String text, DeviceChoice.Kind kind, int index, String shown) {
        assertThat(DeviceChoice.parse(text))
                .isEqualTo(new DeviceChoice(kind, index))
                .hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:1000", "cuda:0x1", "cpu:0", " cpu"})
    void parse_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> DeviceChoice.parse(text))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--device " + text + ": expected auto, cpu, cuda or cuda:N, such as cuda:0");
    }
}
