package org.biggantune.command.tune;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which models work together. */
final class ModelOptions {
    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator: a shipped model or a file (default: ${DEFAULT-VALUE}).")
    String generator;

    @Option(
            names = "--classifier",
            paramLabel = "NAME|FILE",
            description = "The classifier whose confidence is raised (default: ${DEFAULT-VALUE}).")
    String classifier;

    @Option(
            names = "--judge",
            paramLabel = "NAME|FILE",
            description = "A second classifier, never used for gradients, that judges the result; auto: demo-judge"
                    + " where it knows all the classes, else none; none: without (default: ${DEFAULT-VALUE}).")
    private String judge;

    /** A name, a file or {@code auto}; empty for none. */
    Optional<String> judge() {
        return judge == null || judge.equals(JudgeChoice.NONE) ? Optional.empty() : Optional.of(judge);
    }
}
