package org.biggantune.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as comma-separated values after RFC 4180: a line of headers, a line for each row, quotes where a cell has a
 * comma, a quote or a line end; but lines end in a line feed alone. Not thread-safe.
 */
public final class CsvTable {
    private static final ObjectWriter CSV = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build()
            .writer();

    private final int columns;
    private final List<List<String>> lines = new ArrayList<>();

    /**
     * Makes a table without rows.
     *
     * @param headers one header a column, at least one
     */
    public CsvTable(List<String> headers) {
        if (headers.isEmpty()) {
            throw new IllegalArgumentException("a table needs a column");
        }
        columns = headers.size();
        lines.add(List.copyOf(headers));
    }

    /**
     * Adds a row.
     *
     * @param cells one cell a column; empty where there is nothing to say
     * @return this table
     */
    public CsvTable add(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns + " columns");
        }
        lines.add(List.copyOf(cells));
        return this;
    }

    /** The table as text. */
    public String render() {
        StringBuilder text = new StringBuilder();
        try {
            for (List<String> line : lines) {
                text.append(CSV.writeValueAsString(line));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text cannot be written as CSV", e);
        }
        return text.toString();
    }
}
