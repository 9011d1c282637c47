package org.biggantune.cli;

import picocli.CommandLine.Option;

/** Where defaults come from; the files are read by {@link ConfiguredDefaults} before options are. */
final class SettingsOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML file of option names and values that overrides the defaults.")
    private String config;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A shipped set of settings: reference (as the reference release tunes) or long.")
    private String preset;
}
