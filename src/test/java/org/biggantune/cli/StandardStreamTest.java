package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StandardStreamTest {
    @ParameterizedTest
    @CsvSource({"132, 60, 132", "0, 60, 60", "0, '', 80", "0, x, 80", "0, 0, 80", "0, 99999999999, 80"})
    void columns_terminalFirst_thenTheVariableThenEighty(int told, String variable, int expected) {
        assertThat(StandardStream.columns(told, Map.of("COLUMNS", variable))).isEqualTo(expected);
    }

    @Test
    void columns_noTerminal_areEmpty() {
        assertThat(StandardStream.OUTPUT.columns()).isEmpty();
        assertThat(StandardStream.OUTPUT.page().columns().get()).isEmpty();
    }
}
