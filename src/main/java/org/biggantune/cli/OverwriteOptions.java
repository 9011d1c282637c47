package org.biggantune.cli;

import picocli.CommandLine.Option;

/** Whether the file that a command writes may replace another one. */
public final class OverwriteOptions {
    @Option(names = "--force", fallbackValue = "true", description = "Replace an existing file.")
    private boolean force;

    /** Whether an existing file is to be replaced. */
    public boolean force() {
        return force;
    }
}
