package org.biggantune.cli;

import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** How much is told on standard error. Set once, before the command runs. */
public final class LoggingOptions {
    @Option(
            names = {"-q", "--quiet"},
            fallbackValue = "true",
            description = "Show errors only: no progress.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            fallbackValue = "true",
            description = "Show the log on standard error, with stack traces.")
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read elsewhere.
    private boolean verbose;

    /** Whether progress is to be left out. */
    public boolean quiet() {
        return quiet;
    }

    /**
     * Does what the options say.
     *
     * @param always whether the log is shown whatever they say
     */
    public static void apply(ParseResult parsed, boolean always) {
        boolean verbose = always;
        for (ParseResult level = parsed; level != null; level = level.subcommand()) {
            verbose |= isOn(level, "--verbose");
        }
        ConsoleLog.setVerbose(verbose);
    }

    /** Whether a flag is on, by the command line or by a default. */
    public static boolean isOn(ParseResult parsed, String flag) {
        OptionSpec option = parsed.commandSpec().findOption(flag);
        return option != null && Boolean.TRUE.equals(option.getValue());
    }
}
