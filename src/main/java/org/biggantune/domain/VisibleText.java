package org.biggantune.domain;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Text of unknown origin, such as a class name of a downloaded model, made harmless where people read it: a character that
 * would act instead of being seen is written as {@code \\uXXXX}. These are Unicode's categories Cc (C0, DEL, C1), Cf
 * (directional overrides and isolates, zero-width and other invisible characters), Zl and Zp (line and paragraph
 * separators), and halves of surrogate pairs. All else stays as it is.
 */
public final class VisibleText {
    private VisibleText() {}

    /**
     * The text on one line.
     *
     * @param text any text
     * @return the text with everything that acts escaped, line ends too; the same object where there is nothing to escape
     */
    public static String line(String text) {
        return escaped(text, VisibleText::acts);
    }

    /**
     * Text that the tool has laid out in lines, or JSON, whose strings mean the same afterwards.
     *
     * @param text any text
     * @return the text with everything that acts escaped but line feeds
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
