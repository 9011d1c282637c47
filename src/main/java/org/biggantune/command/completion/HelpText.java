package org.biggantune.command.completion;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;

/** Extracts plain text from a command's help. */
final class HelpText {
    private HelpText() {}

    /** Returns the description of an option or argument in one line. */
    static String of(ArgSpec argument) {
        return of(argument.description());
    }

    /** Joins paragraphs of help in one line. */
    static String of(String... paragraphs) {
        String text = String.join(" ", paragraphs).replace("%n", " ").replace("%%", "%");
        return Ansi.OFF.text(text).toString().strip();
    }
}
