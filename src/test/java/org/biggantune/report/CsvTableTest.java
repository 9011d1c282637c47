package org.biggantune.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvTableTest {
    @Test
    void render_cellsOfEveryKind_areQuotedAsRfc4180Says() {
        CsvTable table = new CsvTable(List.of("key", "a b"));
        table.add(List.of("1,2", "say \"no\"")).add(List.of("", "two lines")).add(List.of("0.25", "é"));
        assertThat(table.render()).isEqualTo("key,a b\n\"1,2\",\"say \"\"no\"\"\"\n,two lines\n0.25,é\n");
    }

    @Test
    void render_textThatASpreadsheetWouldCalculate_isText() {
        CsvTable table = new CsvTable(List.of("name", "value"));
        table.add(List.of("=HYPERLINK(0)", "-1.5e-3")).add(List.of("+1+cmd|calc!A1", "+2"));
        table.add(List.of("@SUM(1)", "-Infinity"))
                .add(List.of("-", "-1-1"))
                .add(List.of("\uFF1D1", "3-1"))
                .add(List.of("-1,.5", "-1,-2-3"));
        assertThat(table.render()).isEqualTo("""
                        name,value
                        '=HYPERLINK(0),-1.5e-3
                        '+1+cmd|calc!A1,+2
                        '@SUM(1),-Infinity
                        '-,'-1-1
                        '\uFF1D1,3-1
                        "-1,.5","'-1,-2-3"
                        """);
    }

    @Test
    void render_charactersThatAct_areEscapedOnOneLine() {
        CsvTable table = new CsvTable(List.of("name"));
        table.add(List.of("\t=1")).add(List.of("\r=1")).add(List.of("a\nb\u001b[2J"));
        assertThat(table.render()).isEqualTo("name\n\\u0009=1\n\\u000d=1\na\\u000ab\\u001b[2J\n");
    }

    @Test
    void add_wrongNumberOfCells_isRefused() {
        assertThatThrownBy(() -> new CsvTable(List.of("a", "b")).add(List.of("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells for 2 columns");
        assertThatThrownBy(() -> new CsvTable(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
