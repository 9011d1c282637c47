package org.biggantune.cli;

import org.biggantune.run.ConsoleLog;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** How much is told on standard error. Set once, before the command runs. */
final class LoggingOptions {
    @Option(
            names = {"-q", "--quiet"},
            description = "Show errors only: no progress.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the log on standard error, with stack traces.")
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read elsewhere.
    private boolean verbose;

    /** Whether progress is to be left out. */
    boolean quiet() {
        return quiet;
    }

    static void apply(ParseResult parsed) {
        boolean verbose = false;
        for (ParseResult level = parsed; level != null; level = level.subcommand()) {
            verbose |= level.hasMatchedOption("--verbose");
        }
        ConsoleLog.setVerbose(verbose);
    }
}
