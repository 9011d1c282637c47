package org.biggantune.report;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Where text is to be read: which characters it can show and how wide it is.
 *
 * @param charset the encoding that the text is written in
 * @param columns asked whenever text is laid out: the columns of a terminal, empty where text may be of any width, as in a
 *     file or a pipe
 */
public record Page(Charset charset, Supplier<OptionalInt> columns) {
    /** A page of any width that shows every character. */
    public static final Page ENDLESS = new Page(StandardCharsets.UTF_8, OptionalInt::empty);

    /** Whether it can show a text. */
    public boolean shows(String text) {
        return charset.canEncode() && charset.newEncoder().canEncode(text);
    }
}
