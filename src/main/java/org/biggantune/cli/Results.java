package org.biggantune.cli;

import java.io.PrintWriter;
import org.biggantune.domain.VisibleText;
import org.biggantune.report.Page;
import picocli.CommandLine.Model.CommandSpec;

/** Prints what commands found on standard output. */
public final class Results {
    private Results() {}

    /** What results are laid out for. */
    public static Page page() {
        return StandardStream.OUTPUT.page();
    }

    /** Prints text in lines, or JSON. */
    public static void print(CommandSpec command, String text) {
        print(command.commandLine().getOut(), text);
    }

    /** Prints text in lines, or JSON. */
    public static void print(PrintWriter out, String text) {
        out.print(VisibleText.lines(text));
        out.flush();
    }
}
