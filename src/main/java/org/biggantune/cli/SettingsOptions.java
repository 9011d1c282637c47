package org.biggantune.cli;

import picocli.CommandLine.Option;

/** Where defaults come from; the files are read by {@link ConfiguredDefaults} before options are. */
final class SettingsOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML file of option names and values that overrides the defaults.")
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read elsewhere.
    private String config;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A shipped set of settings: reference (as the reference release tunes) or long.")
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read elsewhere.
    private String preset;
}
