package org.biggantune.cli;

import java.util.regex.Pattern;

/** Words of a command line that is shown to be copied into a POSIX shell. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}_./:@%+=,-]+");

    private ShellWord() {}

    /** The word, in single quotes where a shell would read it as anything but one word. */
    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
