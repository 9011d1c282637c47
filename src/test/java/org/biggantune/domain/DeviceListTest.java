package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.biggantune.domain.failure.InvalidOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceListTest {
    @Test
    void parse_numbersAndNames_areDevicesInTheirOrder() {
        assertThat(DeviceList.parse("0,1, cuda:3,cuda,cpu,cpu"))
                .extracting(DeviceChoice::toString)
                .containsExactly("cuda:0", "cuda:1", "cuda:3", "cuda:0", "cpu", "cpu");
    }

    @Test
    void parse_none_isEmpty() {
        assertThat(DeviceList.parse("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0,", "auto", "0-3", "cuda:x", "none,0", "-1"})
    void parse_anythingElse_isRefusedInOneLine(String list) {
        assertThatThrownBy(() -> DeviceList.parse(list))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("--devices " + list + ": ")
                .hasMessageContaining("such as 0,1")
                .hasMessageNotContaining("\n");
    }

    @Test
    void parse_tooMany_isRefused() {
        assertThat(DeviceList.parse(String.join(",", Collections.nCopies(64, "cpu"))))
                .hasSize(64);
        assertThatThrownBy(() -> DeviceList.parse(String.join(",", Collections.nCopies(65, "cpu"))))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--devices: 65 devices, expected at most 64");
    }
}
