package org.biggantune.cli;

import java.util.regex.Pattern;

/** Quotes words of a command line that users can copy into a POSIX shell. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}_./:@%+=,-]+");

    private ShellWord() {}

    /** Returns the word, in single quotes if a shell would otherwise change or split it. */
    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
