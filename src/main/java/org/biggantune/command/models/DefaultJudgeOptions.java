package org.biggantune.command.models;

import picocli.CommandLine.Option;

/** The judge of commands whose {@code --judge} is {@code auto}. */
public final class DefaultJudgeOptions {
    /** The value of {@code --judge} that stands for the default judge. */
    public static final String AUTO = "auto";

    /** The option's name without dashes. */
    static final String NAME = "default-judge";

    @Option(
            names = "--" + NAME,
            paramLabel = "NAME|FILE",
            description = "The judge that --judge auto stands for (default: ${DEFAULT-VALUE}).")
    private String name;

    /** Its name or file. */
    public String name() {
        return name;
    }
}
