package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.biggantune.report.TextWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgressLineTest {
    private final ProgressLine one = new ProgressLine(
            "",
            "shirt",
            "tuning",
            120,
            200,
            OptionalDouble.of(0.4567),
            Optional.of(Duration.ofSeconds(72)),
            Optional.empty(),
            "loss 0.256, probability 0.79");

    private final ProgressLine many = new ProgressLine(
            "class 3 of 100",
            "computer keyboard",
            "tuning",
            120,
            200,
            OptionalDouble.of(0.4567),
            Optional.of(Duration.ofSeconds(72)),
            Optional.of(Duration.ofSeconds(8000)),
            "loss 0.256, probability 0.79");

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            99 | shirt: tuning 120/200  █████████▏            45 %  1:12 left  loss 0.256, probability 0.79
            79 | shirt: tuning 120/200  █████████▏            45 %  1:12 left  loss 0.256
            59 | shirt: tuning 120/200  ████████▋            45 %  1:12 left
            39 | shirt: tuning 120/200  45 %  1:12 left
            29 | shirt: tuning 120/200  45 %
            19 | shirt: tuning  45 %
            12 | shirt  45 %
            8  | s…  45 %
            4  | shi…
            """)
    void drawn_oneClass_leavesOutTheLeastNeeded(int columns, String expected) {
        assertThat(one.drawn(columns, true)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            120 | class 3 of 100, computer keyboard: tuning 120/200  █████████▏            45 %  1:12 left, run 2:13:20  loss 0.256
            99  | class 3 of 100, computer keyboard: tuning 120/200  ████████▏           45 %  1:12 left, run 2:13:20
            79  | 3/100 computer keyboard: tuning 120/200  ███▋      45 %  1:12 left, run 2:13:20
            59  | 3/100 computer keyboard: tuning 120/200  45 %  1:12 left
            29  | computer keyboard  45 %
            19  | computer key…  45 %
            """)
    void drawn_manyClasses_leavesOutTheLeastNeeded(int columns, String expected) {
        assertThat(many.drawn(columns, true)).isEqualTo(expected);
    }

    @Test
    void drawn_anyWidthAndName_isNeverWider() {
        ProgressLine wide = new ProgressLine(
                "class 3 of 100",
                "日本語の長い名前の日本語の長い名前",
                "",
                1,
                2,
                OptionalDouble.of(1),
                Optional.of(Duration.ofHours(100)),
                Optional.of(Duration.ofHours(1000)),
                "日本語, 日本語");
        IntStream.rangeClosed(1, 200).forEach(columns -> {
            for (ProgressLine line : new ProgressLine[] {one, many, wide}) {
                assertThat(TextWidth.of(line.drawn(columns, true)))
                        .as("%d columns", columns)
                        .isLessThanOrEqualTo(columns);
            }
        });
    }

    @Test
    void drawn_terminalWithoutBlocks_hasABarOfAscii() {
        assertThat(one.drawn(79, false))
                .isEqualTo("shirt: tuning 120/200  #########...........  45 %  1:12 left  loss 0.256");
    }

    @Test
    void plain_everythingKnown_saysItAll() {
        assertThat(many.plain())
                .isEqualTo("class 3 of 100, computer keyboard: tuning 120 of 200, loss 0.256, probability 0.79;"
                        + " 1:12 left, run 2:13:20");
    }

    @Test
    void plain_countsAlone_endWithoutAComma() {
        assertThat(new ProgressLine(
                                "",
                                "rows to start at",
                                "",
                                41,
                                1000,
                                OptionalDouble.of(0.041),
                                Optional.empty(),
                                Optional.empty(),
                                "")
                        .plain())
                .isEqualTo("rows to start at: 41 of 1000");
    }
}
