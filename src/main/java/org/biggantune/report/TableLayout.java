package org.biggantune.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Lays out a table in lines. If it is wider than the page, headers are broken into words, then text wraps, then changes
 * are split into two lines, and finally each row becomes a block with one line per cell.
 */
final class TableLayout {
    private static final String GAP = "  ";

    /** The minimum width of a column with wrapped text. */
    private static final int LEAST_TEXT = 10;

    /** The maximum number of lines of a wrapped cell. */
    private static final int MOST_LINES = 5;

    private final List<List<String>> rows;
    private final List<Boolean> numeric;
    private final String arrow;

    /**
     * Creates a layout.
     *
     * @param rows the headers, then the rows
     * @param numeric for each column whether it contains numbers, which are right-aligned and never broken
     * @param arrow the arrow before the new value of a change
     */
    TableLayout(List<List<String>> rows, List<Boolean> numeric, String arrow) {
        this.rows = rows;
        this.numeric = numeric;
        this.arrow = arrow;
    }

    /** Returns the lines, each ended by a line feed, without trailing spaces. */
    String text(OptionalInt columns) {
        int[] natural = widths(false, false);
        if (columns.isEmpty() || total(natural) <= columns.getAsInt()) {
            return grid(natural, false);
        }
        int width = columns.getAsInt();
        for (boolean stacked : new boolean[] {false, true}) {
            Optional<int[]> fitting = fit(widths(true, stacked), width);
            if (fitting.isPresent() && height(fitting.get()) <= MOST_LINES) {
                return grid(fitting.get(), stacked);
            }
        }
        return blocks(width);
    }

    /** Returns the columns' widths without wrapping, except of headers and changes if requested. */
    private int[] widths(boolean wrapHeaders, boolean stacked) {
        int[] widths = new int[numeric.size()];
        for (int c = 0; c < widths.length; c++) {
            String header = rows.get(0).get(c);
            widths[c] = wrapHeaders ? TextWidth.widestWord(header) : TextWidth.of(header);
            for (List<String> row : rows.subList(1, rows.size())) {
                for (String part : parts(row.get(c), c, stacked)) {
                    widths[c] = Math.max(widths[c], TextWidth.of(part));
                }
            }
        }
        return widths;
    }

    private List<String> parts(String cell, int column, boolean stacked) {
        int at = stacked && numeric.get(column) ? cell.indexOf(" " + arrow) : -1;
        return at < 0 ? List.of(cell) : List.of(cell.substring(0, at), cell.substring(at + 1));
    }

    /** Narrows text columns, the widest first, until the table fits; returns empty if it cannot. */
    private Optional<int[]> fit(int[] natural, int page) {
        int[] widths = natural.clone();
        while (total(widths) > page) {
            int widest = IntStream.range(0, widths.length)
                    .filter(column -> !numeric.get(column) && widths[column] > LEAST_TEXT)
                    .reduce((a, b) -> widths[b] > widths[a] ? b : a)
                    .orElse(-1);
            if (widest < 0) {
                return Optional.empty();
            }
            widths[widest]--;
        }
        return Optional.of(widths);
    }

    /** Returns the number of lines of the tallest row. */
    private int height(int[] widths) {
        return rows.stream()
                .skip(1)
                .mapToInt(row -> IntStream.range(0, widths.length)
                        .map(c -> TextWidth.wrap(row.get(c), widths[c]).size())
                        .max()
                        .orElse(0))
                .max()
                .orElse(0);
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    private String grid(int[] widths, boolean stacked) {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            List<List<String>> cells = new ArrayList<>();
            for (int c = 0; c < widths.length; c++) {
                int width = widths[c];
                boolean header = r == 0;
                cells.add(parts(rows.get(r).get(c), c, stacked && !header).stream()
                        .flatMap(part -> TextWidth.wrap(part, width).stream())
                        .toList());
            }
            append(text, cells, widths, r == 0);
            if (r == 0) {
                append(
                        text,
                        Arrays.stream(widths)
                                .mapToObj(w -> List.of("-".repeat(w)))
                                .toList(),
                        widths,
                        false);
            }
        }
        return text.toString();
    }

    /** Appends a row with cells of several lines; headers are bottom-aligned. */
    private void append(StringBuilder text, List<List<String>> cells, int[] widths, boolean low) {
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        for (int y = 0; y < height; y++) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                List<String> cell = cells.get(c);
                int at = low ? y - (height - cell.size()) : y;
                String part = at >= 0 && at < cell.size() ? cell.get(at) : "";
                String blanks = " ".repeat(Math.max(0, widths[c] - TextWidth.of(part)));
                line.append(c == 0 ? "" : GAP);
                line.append(numeric.get(c) ? blanks + part : part + blanks);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    /** Returns a block per row: its first cell, then one line per other non-empty cell. */
    private String blocks(int page) {
        List<String> headers = rows.get(0);
        int names = headers.stream().skip(1).mapToInt(TextWidth::of).max().orElse(0);
        // Values go below their names if there is no room beside them.
        boolean beside = page - names - 2 * GAP.length() >= LEAST_TEXT;
        String indent = beside ? GAP + " ".repeat(names) + GAP : GAP + GAP;
        List<String> blocks = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            StringBuilder block = new StringBuilder();
            if (!row.get(0).isEmpty()) {
                TextWidth.wrap(row.get(0), page)
                        .forEach(line -> block.append(line).append('\n'));
            }
            for (int c = 1; c < row.size(); c++) {
                if (!row.get(c).isEmpty()) {
                    List<String> lines = TextWidth.wrap(row.get(c), Math.max(1, page - indent.length()));
                    String name = GAP + headers.get(c);
                    String lead =
                            beside ? name + " ".repeat(indent.length() - TextWidth.of(name)) : name + "\n" + indent;
                    block.append(lead).append(String.join("\n" + indent, lines)).append('\n');
                }
            }
            blocks.add(block.toString());
        }
        return String.join("\n", blocks);
    }
}
