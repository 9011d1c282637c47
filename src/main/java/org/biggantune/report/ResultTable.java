package org.biggantune.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.biggantune.domain.VisibleText;

/**
 * A table of results as plain text: a line of headers, a line of dashes, a line for each row, two spaces between
 * columns. Characters that act, such as line ends, are escaped. A column of numbers, also of changes such as {@code 0.31 → 0.94} and of numbers with
 * a {@code *} after them, stands right, any other left. Not
 * thread-safe.
 */
public final class ResultTable {
    private static final String ARROW = "→";
    private static final String ASCII_ARROW = "->";
    private static final String NUMBER = "[-+−]?(?:[0-9][0-9.,]*(?:[eE][-+]?[0-9]+)?|NaN|Infinity) ?%?";
    private static final Pattern FIGURE = Pattern.compile(NUMBER + "(?: " + ARROW + " " + NUMBER + ")?\\*?|[-–]?");

    private final List<List<String>> lines = new ArrayList<>();

    /**
     * Makes a table without rows.
     *
     * @param headers one header a column, at least one
     */
    public ResultTable(List<String> headers) {
        if (headers.isEmpty()) {
            throw new IllegalArgumentException("a table needs a column");
        }
        lines.add(shown(headers));
    }

    /**
     * Adds a row.
     *
     * @param cells one cell a column; empty where there is nothing to say
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
     * A number for a cell.
     *
     * @param value any number
     * @param decimals digits after the point
     * @return the rounded number with a point, whatever the locale
     */
    public static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /**
     * A change for a cell.
     *
     * @param before the number before
     * @param after the number after
     * @param decimals digits after the point, more where a number is small; see {@link SignificantDigits}
     * @return both numbers with an arrow between them
     */
    public static String change(double before, double after, int decimals) {
        return SignificantDigits.of(before, decimals) + " " + ARROW + " " + SignificantDigits.of(after, decimals);
    }

    /** Text whose arrows are {@code ->} where a page has none. */
    public static String encodable(String text, Page page) {
        return page.shows(ARROW) ? text : text.replace(ARROW, ASCII_ARROW);
    }

    /**
     * The table as text: for a page of any width a line for each row; else in as many lines as the page's width asks for.
     *
     * @param page where it goes; where that has no arrow, {@code ->} stands for it
     * @return the lines, each ended by a line feed, without blanks at their ends
     */
    public String render(Page page) {
        boolean arrows = page.shows(ARROW);
        List<List<String>> shown = lines.stream()
                .map(line -> line.stream().map(cell -> encodable(cell, page)).toList())
                .toList();
        List<Boolean> figures = IntStream.range(0, lines.get(0).size())
                .mapToObj(this::isFigures)
                .toList();
        return new TableLayout(shown, figures, arrows ? ARROW : ASCII_ARROW)
                .text(page.columns().get());
    }

    private static List<String> shown(List<String> cells) {
        return cells.stream().map(VisibleText::line).toList();
    }

    /** Whether a column has cells, and all of them are figures. */
    private boolean isFigures(int column) {
        return lines.size() > 1
                && lines.stream().skip(1).map(line -> line.get(column)).allMatch(FIGURE.asMatchPredicate());
    }
}
