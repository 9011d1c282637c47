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
 * A table as comma-separated values following RFC 4180, except that lines end in a line feed only. Text that a
 * spreadsheet would evaluate as a formula, that is, text beginning with {@code =}, {@code +}, {@code -} or {@code @}
 * (also full-width) that is neither a number nor a list of numbers, is prefixed with an apostrophe. Control characters,
 * including line ends, are escaped as by {@link VisibleText#line}. Not thread-safe.
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
     * Creates a table without rows.
     *
     * @param headers one header per column, at least one
     */
    public CsvTable(List<String> headers) {
        if (headers.isEmpty()) {
            throw new IllegalArgumentException("expected at least one column");
        }
        columns = headers.size();
        lines.add(headers.stream().map(CsvTable::inert).toList());
    }

    /**
     * Adds a row.
     *
     * @param cells one cell per column, possibly empty
     * @return this table
     */
    public CsvTable add(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns + " columns");
        }
        lines.add(cells.stream().map(CsvTable::inert).toList());
        return this;
    }

    /** Returns a cell that spreadsheets do not evaluate and terminals do not interpret. */
    private static String inert(String cell) {
        String text = VisibleText.line(cell);
        return FORMULA.matcher(text).lookingAt() && !NUMBERS.matcher(text).matches() ? "'" + text : text;
    }

    /** Returns the table as text. */
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
