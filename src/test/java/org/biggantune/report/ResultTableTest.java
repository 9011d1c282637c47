package org.biggantune.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultTableTest {
    private final ResultTable table = new ResultTable(List.of("class", "judge top-1", "FID", "improved"))
            .add(List.of("508 \"computer keyboard\"", ResultTable.change(0.3125, 0.9375, 3), "8.9", "yes"))
            .add(List.of("7 \"café\"", ResultTable.change(0.5, 1, 3), "", "no"))
            .add(List.of("24", "-", ResultTable.number(112.345, 1), ""));

    private static Page page(Charset charset) {
        return new Page(charset, OptionalInt::empty);
    }

    @Test
    void render_utf8_alignsColumnsAndShowsArrows() {
        assertThat(table.render(page(StandardCharsets.UTF_8))).isEqualTo("""
                class                      judge top-1    FID  improved
                -----------------------  -------------  -----  --------
                508 "computer keyboard"  0.313 → 0.938    8.9  yes
                7 "café"                 0.500 → 1.000         no
                24                                   -  112.3
                """);
    }

    @Test
    void render_ascii_writesArrowsInAscii() {
        assertThat(table.render(page(StandardCharsets.US_ASCII)).lines())
                .element(2)
                .isEqualTo("508 \"computer keyboard\"  0.313 -> 0.938    8.9  yes");
        assertThat(table.render(page(StandardCharsets.ISO_8859_1))).doesNotContain("→");
    }

    @Test
    void render_withoutRows_showsHeadersLeft() {
        assertThat(new ResultTable(List.of("a", "bcd")).render(page(StandardCharsets.UTF_8)))
                .isEqualTo("a  bcd\n-  ---\n");
    }

    @Test
    void render_cellsWithLineEndsAndEscapes_keepOneLineARow() {
        ResultTable hostile = new ResultTable(List.of("na\nme")).add(List.of("a\u001b[2J\u202eb"));
        assertThat(hostile.render(page(StandardCharsets.UTF_8)))
                .isEqualTo("na\\u000ame\n-----------------\na\\u001b[2J\\u202eb\n");
    }

    @Test
    void render_wideLetters_alignByTheColumnsTheyTake() {
        assertThat(new ResultTable(List.of("class", "n"))
                        .add(List.of("日本", "1"))
                        .add(List.of("ab", "22"))
                        .render(page(StandardCharsets.UTF_8)))
                .isEqualTo("class   n\n-----  --\n日本    1\nab     22\n");
    }

    private final ResultTable improved = new ResultTable(List.of(
                    "class",
                    "classifier top-1",
                    "probability",
                    "judge top-1",
                    "probability",
                    "pair diversity",
                    "result"))
            .add(List.of(
                    "5 shirt",
                    "0.684 → 0.852",
                    "0.581 → 0.735",
                    "0.758 → 0.891",
                    "0.634 → 0.756",
                    "0.563 → 0.576",
                    "improved"))
            .add(List.of(
                    "3 a coat of many colours and many names",
                    "0.100 → 0.100",
                    "0.1",
                    "0.758 → 0.891",
                    "0.634 → 0.756",
                    "0.563 → 0.576",
                    "kept: nothing better found"));

    @Test
    void render_wideEnough_isAsWithoutATerminal() {
        assertThat(improved.render(columns(200))).isEqualTo(improved.render(page(StandardCharsets.UTF_8)));
    }

    @Test
    void render_somewhatNarrow_breaksHeadersAndWrapsText() {
        assertThat(improved.render(columns(120))).isEqualTo("""
                                          classifier                                                        pair
                class                          top-1    probability    judge top-1    probability      diversity  result
                ---------------------  -------------  -------------  -------------  -------------  -------------  ----------------------
                5 shirt                0.684 → 0.852  0.581 → 0.735  0.758 → 0.891  0.634 → 0.756  0.563 → 0.576  improved
                3 a coat of many       0.100 → 0.100            0.1  0.758 → 0.891  0.634 → 0.756  0.563 → 0.576  kept: nothing better
                colours and many                                                                                  found
                names
                """);
    }

    @Test
    void render_eightyColumns_standsWhatWasAboveWhatIs() {
        assertThat(improved.render(columns(80))).isEqualTo("""
                            classifier                 judge                    pair
                class            top-1  probability    top-1  probability  diversity  result
                ----------  ----------  -----------  -------  -----------  ---------  ----------
                5 shirt          0.684        0.581    0.758        0.634      0.563  improved
                               → 0.852      → 0.735  → 0.891      → 0.756    → 0.576
                3 a coat         0.100          0.1    0.758        0.634      0.563  kept:
                of many        → 0.100               → 0.891      → 0.756    → 0.576  nothing
                colours                                                               better
                and many                                                              found
                names
                """);
    }

    @Test
    void render_fewColumns_makesABlockOfEachRow() {
        assertThat(improved.render(columns(40))).isEqualTo("""
                5 shirt
                  classifier top-1  0.684 → 0.852
                  probability       0.581 → 0.735
                  judge top-1       0.758 → 0.891
                  probability       0.634 → 0.756
                  pair diversity    0.563 → 0.576
                  result            improved

                3 a coat of many colours and many names
                  classifier top-1  0.100 → 0.100
                  probability       0.1
                  judge top-1       0.758 → 0.891
                  probability       0.634 → 0.756
                  pair diversity    0.563 → 0.576
                  result            kept: nothing better
                                    found
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 33, 40, 60, 72, 80, 84, 100, 101, 120, 132})
    void render_anyWidth_keepsItAndLosesNothing(int width) {
        String text = improved.render(columns(width));
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(width));
        assertThat(text.split("\\s+")).contains("0.684", "0.852", "0.891", "0.576", "shirt", "improved", "better");
    }

    private static Page columns(int width) {
        return new Page(StandardCharsets.UTF_8, () -> OptionalInt.of(width));
    }

    @Test
    void add_otherNumberOfCells_isRefused() {
        assertThatThrownBy(() -> table.add(List.of("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells for 4 columns");
        assertThatThrownBy(() -> new ResultTable(List.of())).hasMessage("expected at least one column");
    }

    @Test
    void number_special_isWrittenOut() {
        assertThat(ResultTable.number(-1234.5678, 2)).isEqualTo("-1234.57");
        assertThat(ResultTable.number(Double.NaN, 2)).isEqualTo("NaN");
    }
}
