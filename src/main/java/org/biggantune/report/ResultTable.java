package org.biggantune.report;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.biggantune.domain.VisibleText;

/**
 * A table of results as plain text: a line of headers, a line of dashes, a line for each row, two spaces between
 * columns. Characters that act, such as line ends, are escaped. A column of numbers, also of changes such as {@code 0.31 → 0.94}, stands right, any other left. Not
 * thread-safe.
 */
public final class ResultTable {
    private static final String ARROW = "→";
    private static final String NUMBER = "[-+−]?(?:[0-9][0-9.,]*(?:[eE][-+]?[0-9]+)?|NaN|Infinity) ?%?";
    private static final Pattern FIGURE = Pattern.compile(NUMBER + "(?: " + ARROW + " " + NUMBER + ")?|[-–]?");

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

    /**
     * The table as text.
     *
     * @param charset the encoding of where it goes; where that has no arrow, {@code ->} stands for it
     * @return the lines, each ended by a line feed, without blanks at their ends
     */
    public String render(Charset charset) {
        boolean arrows = charset.canEncode() && charset.newEncoder().canEncode(ARROW);
        List<List<String>> shown =
                arrows ? lines : lines.stream().map(ResultTable::withoutArrows).toList();
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(column -> widest(shown, column))
                .toArray();
        List<Boolean> right =
                IntStream.range(0, widths.length).mapToObj(this::isRight).toList();
        StringBuilder text = new StringBuilder();
        appendLine(text, shown.get(0), widths, right);
        appendLine(text, Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths, right);
        shown.stream().skip(1).forEach(line -> appendLine(text, line, widths, right));
        return text.toString();
    }

    private static List<String> shown(List<String> cells) {
        return cells.stream().map(VisibleText::line).toList();
    }

    private static int widest(List<List<String>> shown, int column) {
        return shown.stream().mapToInt(line -> width(line.get(column))).max().orElse(0);
    }

    /** Whether a column stands right: it has cells, and all of them are figures. */
    private boolean isRight(int column) {
        return lines.size() > 1
                && lines.stream().skip(1).map(line -> line.get(column)).allMatch(FIGURE.asMatchPredicate());
    }

    private static void appendLine(StringBuilder text, List<String> cells, int[] widths, List<Boolean> right) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String blanks = " ".repeat(widths[c] - width(cells.get(c)));
            line.append(c == 0 ? "" : "  ");
            line.append(right.get(c) ? blanks + cells.get(c) : cells.get(c) + blanks);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static List<String> withoutArrows(List<String> line) {
        return line.stream().map(cell -> cell.replace(ARROW, "->")).toList();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
