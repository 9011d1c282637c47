package org.biggantune.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Lays a table's cells out in lines. Where they are wider than the page, headers are broken into words, then text wraps,
 * then what was before stands above what is now, and at last each row becomes a block with a line for each cell.
 */
final class TableLayout {
    private static final String GAP = "  ";

    /** Text wraps in a column this wide or wider, into so many lines at most. */
    private static final int LEAST_TEXT = 10;

    private static final int MOST_LINES = 5;

    private final List<List<String>> rows;
    private final List<Boolean> figures;
    private final String arrow;

    /**
     * A layout.
     *
     * @param rows the headers and the rows
     * @param figures for each column whether it holds figures, which stand right and are never broken within a number
     * @param arrow stands in front of what is now
     */
    TableLayout(List<List<String>> rows, List<Boolean> figures, String arrow) {
        this.rows = rows;
        this.figures = figures;
        this.arrow = arrow;
    }

    /** The lines, each ended by a line feed, without blanks at their ends. */
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

    /** The columns' widths where nothing wraps but, if so wanted, headers and changes. */
    private int[] widths(boolean wrapHeaders, boolean stacked) {
        int[] widths = new int[figures.size()];
        for (int c = 0; c < widths.length; c++) {
            String header = rows.get(0).get(c);
            widths[c] = wrapHeaders ? TextWidth.widestWord(header) : TextWidth.of(header);
            for (List<String> row : rows.subList(1, rows.size())) {
                for (String piece : pieces(row.get(c), c, stacked)) {
                    widths[c] = Math.max(widths[c], TextWidth.of(piece));
                }
            }
        }
        return widths;
    }

    private List<String> pieces(String cell, int column, boolean stacked) {
        int at = stacked && figures.get(column) ? cell.indexOf(" " + arrow) : -1;
        return at < 0 ? List.of(cell) : List.of(cell.substring(0, at), cell.substring(at + 1));
    }

    /** Widths with narrower columns of text, the widest ones first, as far as is needed; empty where that is too far. */
    private Optional<int[]> fit(int[] natural, int page) {
        int[] widths = natural.clone();
        while (total(widths) > page) {
            int widest = IntStream.range(0, widths.length)
                    .filter(column -> !figures.get(column) && widths[column] > LEAST_TEXT)
                    .reduce((a, b) -> widths[b] > widths[a] ? b : a)
                    .orElse(-1);
            if (widest < 0) {
                return Optional.empty();
            }
            widths[widest]--;
        }
        return Optional.of(widths);
    }

    /** The lines of the row that has the most of them. */
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
                cells.add(pieces(rows.get(r).get(c), c, stacked && !header).stream()
                        .flatMap(piece -> TextWidth.wrap(piece, width).stream())
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

    /** Appends a row of cells of several lines each; headers stand low. */
    private void append(StringBuilder text, List<List<String>> cells, int[] widths, boolean low) {
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        for (int y = 0; y < height; y++) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                List<String> cell = cells.get(c);
                int at = low ? y - (height - cell.size()) : y;
                String piece = at >= 0 && at < cell.size() ? cell.get(at) : "";
                String blanks = " ".repeat(Math.max(0, widths[c] - TextWidth.of(piece)));
                line.append(c == 0 ? "" : GAP);
                line.append(figures.get(c) ? blanks + piece : piece + blanks);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    /** A block for each row: its first cell, and below it a line for each other one that says something. */
    private String blocks(int page) {
        List<String> headers = rows.get(0);
        int names = headers.stream().skip(1).mapToInt(TextWidth::of).max().orElse(0);
        // Values begin below their names where there is no room beside them.
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
