package org.biggantune.cli;

import picocli.CommandLine.Option;

/** A file of defaults, and the settings that are in force after all; both are read outside the command. */
public final class ConfigOptions {
    /** The option that only shows settings. */
    public static final String PRINT_CONFIG = "--print-config";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML file of option names and values that overrides the defaults.")
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read elsewhere.
    private String config;

    // "help" is the one way to say that required options may be missing; usageHelp would be a second --help.
    @SuppressWarnings({"UnusedVariable", "deprecation"})
    @Option(
            names = PRINT_CONFIG,
            help = true,
            description = "Print the settings in force as YAML that --config takes, each with where it comes from, and"
                    + " do nothing else.")
    private boolean printConfig;
}
