package org.biggantune.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a tuning's defaults come from; the files are read by {@link ConfiguredDefaults} before options are. */
public final class SettingsOptions {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read elsewhere.
    private ConfigOptions config;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A shipped set of settings: reference (as the reference release tunes) or long.")
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read elsewhere.
    private String preset;
}
