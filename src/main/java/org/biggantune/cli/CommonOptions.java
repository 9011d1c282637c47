package org.biggantune.cli;

import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.biggantune.domain.Progress;
import org.biggantune.domain.VisibleText;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The options that all commands share: settings files, the form of results, and logging. */
public final class CommonOptions {
    /** The option that prints the settings and does nothing else. */
    public static final String PRINT_CONFIG = "--print-config";

    private static final String JSON = "--json";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** Moves a terminal's cursor to its first line and clears it from there (ECMA-48). */
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = JSON, fallbackValue = "true", description = "Print the results as JSON.")
    private boolean json;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML file of option names and values that override the defaults.")
    @SuppressWarnings("UnusedVariable") // Declared for picocli; ConfiguredDefaults reads the value before parsing.
    private String config;

    // Only help = true lets required options be absent; usageHelp = true would make it a second --help.
    @SuppressWarnings({"UnusedVariable", "deprecation"})
    @Option(
            names = PRINT_CONFIG,
            help = true,
            description = "Print the effective settings and the source of each, as YAML that --config accepts, and"
                    + " exit.")
    private boolean printConfig;

    @Mixin
    private LoggingOptions logging;

    /** Returns progress on standard error, or none with {@code --quiet}. */
    public Progress progress() {
        return TerminalProgress.on(command.commandLine().getErr(), logging.quiet());
    }

    /** Prints a report on standard output, as text or JSON. */
    public void print(Report report) {
        print(command.commandLine().getOut(), report, json);
    }

    /** Prints a newer report: on a terminal in place of the earlier one, else below it with the time. */
    public void printAgain(Report report) {
        PrintWriter out = command.commandLine().getOut();
        if (!json) {
            out.print(
                    StandardStream.OUTPUT.isTerminal()
                            ? CLEAR
                            : "\n" + TIME.format(LocalTime.now(ZoneOffset.UTC)) + " UTC\n");
        }
        print(out, report, json);
    }

    /** Prints the report of a command that was parsed but not executed. */
    public static void print(PrintWriter out, Report report, ParseResult parsed) {
        print(out, report, LoggingOptions.isOn(parsed, JSON));
    }

    private static void print(PrintWriter out, Report report, boolean json) {
        out.print(VisibleText.lines(json ? report.json() : report.text(StandardStream.OUTPUT.page())));
        out.flush();
    }
}
