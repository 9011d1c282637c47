package org.biggantune.report;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * The properties of a text output: its characters and its width.
 *
 * @param charset the encoding of the text
 * @param columns the current columns of a terminal; empty for unlimited width, as in a file or pipe
 */
public record Page(Charset charset, Supplier<OptionalInt> columns) {
    /** Unlimited width and all characters. */
    public static final Page ENDLESS = new Page(StandardCharsets.UTF_8, OptionalInt::empty);

    /** Whether its encoding has all characters of a text. */
    public boolean shows(String text) {
        return charset.canEncode() && charset.newEncoder().canEncode(text);
    }
}
