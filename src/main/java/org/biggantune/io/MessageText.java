package org.biggantune.io;

import org.biggantune.domain.VisibleText;

/** Prepares text from a file for a one-line message: control characters are escaped, long text is truncated. */
public final class MessageText {
    private static final int LIMIT = 120;

    private MessageText() {}

    /**
     * Returns the text on one line.
     *
     * @param text any text, possibly with line ends and control characters
     * @return the text escaped by {@link VisibleText#line}, truncated to 120 characters and an ellipsis
     */
    public static String of(String text) {
        if (text.length() <= LIMIT) {
            return VisibleText.line(text);
        }
        int end = Character.isHighSurrogate(text.charAt(LIMIT - 1)) ? LIMIT - 1 : LIMIT;
        return VisibleText.line(text.substring(0, end)) + "...";
    }

    /**
     * Returns the text on one line, in single quotes.
     *
     * @param text any text
     * @return {@code 'text'}
     */
    public static String quoted(String text) {
        return "'" + of(text) + "'";
    }
}
