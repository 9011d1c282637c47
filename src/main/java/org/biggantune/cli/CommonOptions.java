package org.biggantune.cli;

import java.io.PrintWriter;
import org.biggantune.domain.Progress;
import org.biggantune.domain.VisibleText;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What all commands have: where settings come from, how results are printed, and what is shown meanwhile. */
public final class CommonOptions {
    /** The option that only shows settings. */
    public static final String PRINT_CONFIG = "--print-config";

    private static final String JSON = "--json";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = JSON, fallbackValue = "true", description = "Print the results as JSON.")
    private boolean json;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML file of option names and values that overrides the defaults.")
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read before commands are.
    private String config;

    // "help" is the one way to say that required options may be missing; usageHelp would be a second --help.
    @SuppressWarnings({"UnusedVariable", "deprecation"})
    @Option(
            names = PRINT_CONFIG,
            help = true,
            description = "Print the settings in force as YAML that --config takes, each with where it comes from, and"
                    + " do nothing else.")
    private boolean printConfig;

    @Mixin
    private LoggingOptions logging;

    /** Shows progress on standard error, unless the user wants none. */
    public Progress progress() {
        return TerminalProgress.on(command.commandLine().getErr(), logging.quiet());
    }

    /** Prints a report on standard output, as the user wants it. */
    public void print(Report report) {
        print(command.commandLine().getOut(), report, json);
    }

    /** Prints the report of a command that was parsed but is not run itself. */
    public static void print(PrintWriter out, Report report, ParseResult parsed) {
        print(out, report, LoggingOptions.isOn(parsed, JSON));
    }

    private static void print(PrintWriter out, Report report, boolean json) {
        out.print(VisibleText.lines(json ? report.json() : report.text(StandardStream.OUTPUT.page())));
        out.flush();
    }
}
