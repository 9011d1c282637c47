package org.biggantune.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.biggantune.domain.VisibleText;

/**
 * A table of results as plain text: a line of headers, a line of dashes, one line per row, two spaces between columns.
 * Control characters, including line ends, are escaped. Columns of numbers, including changes such as {@code 0.31 →
 * 0.94} and numbers followed by {@code *}, are right-aligned, others left-aligned. Not thread-safe.
 */
public final class ResultTable {
    private static final String ARROW = "→";
    private static final String ASCII_ARROW = "->";
    private static final String NUMBER = "[-+−]?(?:[0-9][0-9.,]*(?:[eE][-+]?[0-9]+)?|NaN|Infinity) ?%?";
    private static final Pattern NUMERIC = Pattern.compile(NUMBER + "(?: " + ARROW + " " + NUMBER + ")?\\*?|[-–]?");

    private final List<List<String>> lines = new ArrayList<>();

    /**
     * Creates a table without rows.
     *
     * @param headers one header per column, at least one
     */
    public ResultTable(List<String> headers) {
        if (headers.isEmpty()) {
            throw new IllegalArgumentException("expected at least one column");
        }
        lines.add(shown(headers));
    }

    /**
     * Adds a row.
     *
     * @param cells one cell per column, possibly empty
     * @return this table
     */
    public ResultTable add(List<String> cells) {
        if (cells.size() != lines.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.size() + " cells for " + lines.get(0).size() + " columns");
        }
        lines.add(shown(cells));
        return this;
    }

    /**
     * Formats a number for a cell.
     *
     * @param value any number
     * @param decimals digits after the point
     * @return the rounded number with a point, whatever the locale
     */
    public static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /**
     * Formats a change for a cell.
     *
     * @param before the number before
     * @param after the number after
     * @param decimals digits after the point, more for small numbers; see {@link SignificantDigits}
     * @return both numbers with an arrow between them
     */
    public static String change(double before, double after, int decimals) {
        return SignificantDigits.of(before, decimals) + " " + ARROW + " " + SignificantDigits.of(after, decimals);
    }

    /** Replaces arrows by {@code ->} if a page's encoding has none. */
    public static String encodable(String text, Page page) {
        return page.shows(ARROW) ? text : text.replace(ARROW, ASCII_ARROW);
    }

    /**
     * Returns the table as text, with one line per row if the page is wide enough, else with cells wrapped to its
     * width.
     *
     * @param page the output; without an arrow in its encoding, {@code ->} is used
     * @return the lines, each ended by a line feed, without trailing spaces
     */
    public String render(Page page) {
        boolean arrows = page.shows(ARROW);
        List<List<String>> shown = lines.stream()
                .map(line -> line.stream().map(cell -> encodable(cell, page)).toList())
                .toList();
        List<Boolean> numeric = IntStream.range(0, lines.get(0).size())
                .mapToObj(this::isNumeric)
                .toList();
        return new TableLayout(shown, numeric, arrows ? ARROW : ASCII_ARROW)
                .text(page.columns().get());
    }

    private static List<String> shown(List<String> cells) {
        return cells.stream().map(VisibleText::line).toList();
    }

    /** Whether a column has cells, all of them numbers. */
    private boolean isNumeric(int column) {
        return lines.size() > 1
                && lines.stream().skip(1).map(line -> line.get(column)).allMatch(NUMERIC.asMatchPredicate());
    }
}
