package org.biggantune.command.tune;

import org.biggantune.cli.ClassOptions;
import org.biggantune.domain.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code diversify}: tunes the embeddings of classes with samples that are too similar. */
@Command(
        name = "diversify",
        header = "Make the samples of classes more diverse",
        mixinStandardHelpOptions = true,
        customSynopsis = "biggan-tune diversify --class CLASS... [OPTIONS]",
        sortOptions = false,
        modelTransformer = ClassOptions.Required.class,
        description =
                "Raises the pair diversity of the samples of classes while keeping the classifier's (and the judge's)"
                        + " confidence in them. A class that cannot be made more diverse keeps its embedding.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune diversify --class shirt",
            "  biggan-tune diversify --class all --probability-floor 0.95 --out runs/wide"
        })
public final class DiversifyCommand extends TuningCommand {
    @Mixin
    private DiversifyOptions options;

    @Override
    TuningOptions options() {
        return options;
    }

    @Override
    TuningRun run(Progress progress) {
        return new ImproveRun(options, progress);
    }
}
