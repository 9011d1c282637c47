package org.biggantune.command.tune;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which models work together. */
final class ModelOptions {
    /** The value that stands for no judge. */
    private static final String NONE = "none";

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator: a shipped model or a file (default: ${DEFAULT-VALUE}).")
    private String generator;

    @Option(
            names = "--classifier",
            paramLabel = "NAME|FILE",
            description = "The classifier whose confidence is raised (default: ${DEFAULT-VALUE}).")
    private String classifier;

    @Option(
            names = "--judge",
            paramLabel = "NAME|FILE",
            description = "A second classifier, never used for gradients, that judges the result; none: without"
                    + " (default: ${DEFAULT-VALUE}).")
    private String judge;

    String generator() {
        return generator;
    }

    String classifier() {
        return classifier;
    }

    Optional<String> judge() {
        return judge == null || judge.equals(NONE) ? Optional.empty() : Optional.of(judge);
    }
}
