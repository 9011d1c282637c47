package org.biggantune.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.biggantune.domain.VisibleText;

/**
 * A table as comma-separated values after RFC 4180: a line of headers, a line for each row, quotes where a cell has a
 * comma or a quote; but lines end in a line feed alone. Text that a spreadsheet would calculate, which is text that begins
 * with {@code =}, {@code +}, {@code -} or {@code @} (wide ones too) and is no number nor a list of numbers, gets an apostrophe in front; control
 * characters, line ends among them, are escaped as {@link VisibleText#line} does. Not thread-safe.
 */
public final class CsvTable {
    private static final ObjectWriter CSV = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build()
            .writer();

    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20]");
    private static final String NUMBER = "(?:[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?|-Infinity)";
    private static final Pattern NUMBERS = Pattern.compile(NUMBER + "(?:," + NUMBER + ")*");

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
        lines.add(headers.stream().map(CsvTable::inert).toList());
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
        lines.add(cells.stream().map(CsvTable::inert).toList());
        return this;
    }

    /** A cell that nobody calculates or obeys. */
    private static String inert(String cell) {
        String text = VisibleText.line(cell);
        return FORMULA.matcher(text).lookingAt() && !NUMBERS.matcher(text).matches() ? "'" + text : text;
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
