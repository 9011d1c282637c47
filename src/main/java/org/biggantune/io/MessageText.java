package org.biggantune.io;

import org.biggantune.domain.VisibleText;

/** Text that came from a file, made fit for a one-line message: control characters are escaped, long text is cut. */
public final class MessageText {
    private static final int LIMIT = 120;

    private MessageText() {}

    /**
     * The text on one line.
     *
     * @param text any text, may hold line ends and control characters
     * @return the text as {@link VisibleText#line} shows it, at most 120 characters of it and an ellipsis
     */
    public static String of(String text) {
        if (text.length() <= LIMIT) {
            return VisibleText.line(text);
        }
        int end = Character.isHighSurrogate(text.charAt(LIMIT - 1)) ? LIMIT - 1 : LIMIT;
        return VisibleText.line(text.substring(0, end)) + "...";
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
}
