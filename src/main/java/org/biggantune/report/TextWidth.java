package org.biggantune.report;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Text measured in columns of a terminal, where a Chinese letter takes two and an accent of its own none. */
public final class TextWidth {
    private static final String ELLIPSIS = "…";

    private TextWidth() {}

    /** The columns that a text takes. */
    public static int of(String text) {
        return text.codePoints().map(TextWidth::ofCharacter).sum();
    }

    private static int ofCharacter(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }

    /**
     * The text, or its beginning with an ellipsis where it is wider than allowed.
     *
     * @param text any text
     * @param columns how wide at most, at least 1
     */
    public static String cut(String text, int columns) {
        return of(text) <= columns
                ? text
                : text.substring(0, end(text, columns - 1)).stripTrailing() + ELLIPSIS;
    }

    /** Where the longest beginning ends that is no wider than allowed. */
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

    /** The text in lines no wider than allowed, broken at blanks where that can be. */
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
                // A character wider than that is a line all the same.
                int end = Math.max(end(line, columns), line.offsetByCodePoints(0, 1));
                lines.add(line.substring(0, end));
                line = line.substring(end);
            }
        }
        lines.add(line);
        return lines;
    }

    /** The widest word's columns. */
    static int widestWord(String text) {
        int widest = 0;
        for (String word : text.split(" ", -1)) {
            widest = Math.max(widest, of(word));
        }
        return widest;
    }
}
