package org.biggantune.command.completion;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;

/** The words of a command's help without their layout. */
final class HelpText {
    private HelpText() {}

    /** What an option or argument means, in one line. */
    static String of(ArgSpec argument) {
        return of(argument.description());
    }

    /** Paragraphs of help in one line. */
    static String of(String... paragraphs) {
        String text = String.join(" ", paragraphs).replace("%n", " ").replace("%%", "%");
        return Ansi.OFF.text(text).toString().strip();
    }
}
