package org.biggantune.command.models;

import picocli.CommandLine.Option;

/** The option for the judge that {@code --judge auto} selects. */
public final class DefaultJudgeOptions {
    /** The value of {@code --judge} that selects the default judge. */
    public static final String AUTO = "auto";

    /** The option's name without dashes. */
    static final String NAME = "default-judge";

    @Option(
            names = "--" + NAME,
            paramLabel = "NAME|FILE",
            description = "The judge that --judge auto selects (default: ${DEFAULT-VALUE}).")
    private String name;

    /** Returns the judge's name or file. */
    public String name() {
        return name;
    }
}
