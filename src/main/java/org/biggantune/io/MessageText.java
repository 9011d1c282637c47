package org.biggantune.io;

import java.util.Locale;

/** Text that came from a file, made fit for a one-line message: control characters are escaped, long text is cut. */
public final class MessageText {
    private static final int LIMIT = 120;

    private MessageText() {}

    /**
     * The text on one line.
     *
     * @param text any text, may hold line ends and control characters
     * @return the text with everything unprintable as {@code \\uXXXX}, at most 120 characters and an ellipsis
     */
    public static String of(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (line.length() >= LIMIT) {
                return line.append("...").toString();
            }
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || isLineEnd(c)) {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }

    /**
     * The text on one line, in single quotes.
     *
     * @param text any text
     * @return {@code 'text'}
     */
    public static String quoted(String text) {
        return "'" + of(text) + "'";
    }

    private static boolean isLineEnd(char c) {
        return c == '\u2028' || c == '\u2029';
    }
}
