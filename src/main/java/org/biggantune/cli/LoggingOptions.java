package org.biggantune.cli;

import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that say how much is printed on standard error. Applied once, before the command runs. */
public final class LoggingOptions {
    @Option(
            names = {"-q", "--quiet"},
            fallbackValue = "true",
            description = "Show errors only, no progress.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            fallbackValue = "true",
            description = "Show the log on standard error, with stack traces.")
    @SuppressWarnings("UnusedVariable") // Declared for picocli; apply reads the value.
    private boolean verbose;

    /** Returns whether to show errors only. */
    boolean quiet() {
        return quiet;
    }

    /**
     * Turns the log on standard error on if {@code --verbose} is given at any level.
     *
     * @param always whether to turn it on in any case
     */
    public static void apply(ParseResult parsed, boolean always) {
        boolean verbose = always;
        for (ParseResult level = parsed; level != null; level = level.subcommand()) {
            verbose |= isOn(level, "--verbose");
        }
        ConsoleLog.setVerbose(verbose);
    }

    /** Returns whether a flag is set, on the command line or by a default. */
    public static boolean isOn(ParseResult parsed, String flag) {
        OptionSpec option = parsed.commandSpec().findOption(flag);
        return option != null && Boolean.TRUE.equals(option.getValue());
    }
}
