package org.biggantune.domain;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Escapes text of unknown origin, such as class names of a downloaded model, before it is shown: characters that act on
 * the terminal or are invisible are written as {@code \\uXXXX}. These are the Unicode categories Cc (C0, DEL, C1), Cf
 * (directional overrides and isolates, zero-width and other invisible characters), Zl and Zp (line and paragraph
 * separators), and unpaired surrogates. Everything else is unchanged.
 */
public final class VisibleText {
    private VisibleText() {}

    /**
     * Escapes text to be shown on one line.
     *
     * @param text any text
     * @return the escaped text, line ends included; the same object if there is nothing to escape
     */
    public static String line(String text) {
        return escaped(text, VisibleText::acts);
    }

    /**
     * Escapes text that the tool formatted in lines, or JSON, which keeps its meaning.
     *
     * @param text any text
     * @return the escaped text with its line feeds
     */
    public static String lines(String text) {
        return escaped(text, c -> c != '\n' && acts(c));
    }

    private static String escaped(String text, IntPredicate acts) {
        if (text.codePoints().noneMatch(acts)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (!acts.test(c)) {
                shown.appendCodePoint(c);
                return;
            }
            for (char unit : Character.toChars(c)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
            }
        });
        return shown.toString();
    }

    private static boolean acts(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
