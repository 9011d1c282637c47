package org.biggantune.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignificantDigitsTest {
    @ParameterizedTest
    @CsvSource({
        "0.6842, 3, 0.684",
        "12.3456, 3, 12.346",
        "0.01, 3, 0.010",
        "0.00996, 3, 0.010",
        "0.0031, 3, 0.0031",
        "0.001, 3, 0.0010",
        "0.000123, 3, 0.00012",
        "0.0000105, 3, 0.000011",
        "0.00000105, 3, 1.1e-06",
        "-0.0031, 3, -0.0031",
        "0, 3, 0.000",
        "1, 3, 1.000",
        "0.0031, 4, 0.0031",
        "0.00031, 4, 0.00031",
        "NaN, 3, NaN",
    })
    void of_numbersOfAllSizes_keepTwoSignificantDigits(double value, int decimals, String expected) {
        assertThat(SignificantDigits.of(value, decimals)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.0031, +0.0031", "-0.25, -0.250", "0, +0.000"})
    void signed_changes_haveTheirSign(double value, String expected) {
        assertThat(SignificantDigits.signed(value, 3)).isEqualTo(expected);
    }
}
