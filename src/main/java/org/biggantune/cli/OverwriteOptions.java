package org.biggantune.cli;

import picocli.CommandLine.Option;

/** The {@code --force} option: whether a command may replace an existing output. */
public final class OverwriteOptions {
    @Option(names = "--force", fallbackValue = "true", description = "Replace an existing file.")
    private boolean force;

    /** Returns whether to replace an existing file. */
    public boolean force() {
        return force;
    }
}
