package org.biggantune.command.tune;

import org.biggantune.command.models.DefaultJudgeOptions;
import org.biggantune.command.models.ModelCatalog;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that select the generator, the classifier and the judge. */
final class ModelOptions {
    @Option(names = "--generator", paramLabel = "NAME|FILE", description = ModelCatalog.GENERATOR)
    String generator;

    @Option(
            names = "--classifier",
            paramLabel = "NAME|FILE",
            description = "The classifier whose confidence is raised (default: ${DEFAULT-VALUE}).")
    String classifier;

    @Option(
            names = "--judge",
            paramLabel = "NAME|FILE",
            description = "A second classifier, never used for gradients, that judges the result; auto: the default"
                    + " judge if it knows all the classes; none: no judge (default: ${DEFAULT-VALUE}).")
    private String judge;

    @Mixin
    private DefaultJudgeOptions defaultJudge;

    /** Finds the judge; whether it knows the classes is checked later. */
    JudgeChoice judge(ModelCatalog catalog) {
        return switch (judge) {
            case JudgeChoice.NONE -> JudgeChoice.none();
            case DefaultJudgeOptions.AUTO -> JudgeChoice.automatic(defaultJudge.name(), catalog);
            default -> JudgeChoice.named(judge, catalog);
        };
    }
}
