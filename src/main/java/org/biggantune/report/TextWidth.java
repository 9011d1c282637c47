package org.biggantune.report;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Measures text in terminal columns: a Chinese character takes two, a combining accent none. */
public final class TextWidth {
    private static final String ELLIPSIS = "…";

    private TextWidth() {}

    /** Returns the width of a text in columns. */
    public static int of(String text) {
        return text.codePoints().map(TextWidth::ofCharacter).sum();
    }

    private static int ofCharacter(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }

    /**
     * Returns the text, truncated with an ellipsis if it is too wide.
     *
     * @param text any text
     * @param columns the maximum width, at least 1
     */
    public static String cut(String text, int columns) {
        return of(text) <= columns
                ? text
                : text.substring(0, end(text, columns - 1)).stripTrailing() + ELLIPSIS;
    }

    /** Returns the end of the longest prefix within a width. */
    private static int end(String text, int columns) {
        int end = 0;
        int width = 0;
        while (end < text.length()) {
            width += ofCharacter(text.codePointAt(end));
            if (width > columns) {
                return end;
            }
            end = text.offsetByCodePoints(end, 1);
        }
        return end;
    }

    /** Wraps a text to a width, at spaces if possible. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ", -1)) {
            String longer = lines.isEmpty() && line.isEmpty() ? word : line + (line.isEmpty() ? "" : " ") + word;
            if (of(longer) <= columns || line.isEmpty()) {
                line = longer;
            } else {
                lines.add(line);
                line = word;
            }
            while (of(line) > columns && line.codePointCount(0, line.length()) > 1) {
                // A character wider than the line gets its own line.
                int end = Math.max(end(line, columns), line.offsetByCodePoints(0, 1));
                lines.add(line.substring(0, end));
                line = line.substring(end);
            }
        }
        lines.add(line);
        return lines;
    }

    /** Returns the width of the widest word. */
    static int widestWord(String text) {
        int widest = 0;
        for (String word : text.split(" ", -1)) {
            widest = Math.max(widest, of(word));
        }
        return widest;
    }
}
