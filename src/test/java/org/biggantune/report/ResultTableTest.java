package org.biggantune.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private final ResultTable table = new ResultTable(List.of("class", "judge top-1", "FID", "improved"))
            .add(List.of("508 \"computer keyboard\"", ResultTable.change(0.3125, 0.9375, 3), "8.9", "yes"))
            .add(List.of("7 \"café\"", ResultTable.change(0.5, 1, 3), "", "no"))
            .add(List.of("24", "-", ResultTable.number(112.345, 1), ""));

    @Test
    void render_utf8_alignsColumnsAndShowsArrows() {
        assertThat(table.render(StandardCharsets.UTF_8)).isEqualTo("""
                class                      judge top-1    FID  improved
                -----------------------  -------------  -----  --------
                508 "computer keyboard"  0.313 → 0.938    8.9  yes
                7 "café"                 0.500 → 1.000         no
                24                                   -  112.3
                """);
    }

    @Test
    void render_ascii_writesArrowsInAscii() {
        assertThat(table.render(StandardCharsets.US_ASCII).lines())
                .element(2)
                .isEqualTo("508 \"computer keyboard\"  0.313 -> 0.938    8.9  yes");
        assertThat(table.render(StandardCharsets.ISO_8859_1)).doesNotContain("→");
    }

    @Test
    void render_withoutRows_showsHeadersLeft() {
        assertThat(new ResultTable(List.of("a", "bcd")).render(StandardCharsets.UTF_8))
                .isEqualTo("a  bcd\n-  ---\n");
    }

    @Test
    void render_cellsWithLineEndsAndEscapes_keepOneLineARow() {
        ResultTable hostile = new ResultTable(List.of("na\nme")).add(List.of("a\u001b[2J\u202eb"));
        assertThat(hostile.render(StandardCharsets.UTF_8))
                .isEqualTo("na\\u000ame\n-----------------\na\\u001b[2J\\u202eb\n");
    }

    @Test
    void add_otherNumberOfCells_isRefused() {
        assertThatThrownBy(() -> table.add(List.of("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells for 4 columns");
        assertThatThrownBy(() -> new ResultTable(List.of())).hasMessage("a table needs a column");
    }

    @Test
    void number_special_isWrittenOut() {
        assertThat(ResultTable.number(-1234.5678, 2)).isEqualTo("-1234.57");
        assertThat(ResultTable.number(Double.NaN, 2)).isEqualTo("NaN");
    }
}
