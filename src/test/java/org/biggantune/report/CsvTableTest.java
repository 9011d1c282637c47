package org.biggantune.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvTableTest {
    @Test
    void render_cellsOfEveryKind_areQuotedAsRfc4180Says() {
        CsvTable table = new CsvTable(List.of("key", "a b"));
        table.add(List.of("1,2", "say \"no\"")).add(List.of("", "two\nlines")).add(List.of("0.25", "é"));
        assertThat(table.render()).isEqualTo("key,a b\n\"1,2\",\"say \"\"no\"\"\"\n,\"two\nlines\"\n0.25,é\n");
    }

    @Test
    void add_wrongNumberOfCells_isRefused() {
        assertThatThrownBy(() -> new CsvTable(List.of("a", "b")).add(List.of("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells for 2 columns");
        assertThatThrownBy(() -> new CsvTable(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
