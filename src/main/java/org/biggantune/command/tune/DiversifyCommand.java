package org.biggantune.command.tune;

import org.biggantune.cli.ClassOptions;
import org.biggantune.domain.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code diversify}: tunes the rows of classes whose samples look alike. */
@Command(
        name = "diversify",
        header = "Make samples of classes differ more from each other",
        mixinStandardHelpOptions = true,
        customSynopsis = "biggan-tune diversify --class CLASS... [OPTIONS]",
        sortOptions = false,
        modelTransformer = ClassOptions.Required.class,
        description = {
            "Makes the samples of classes differ more: raises their pair diversity while the classifier's (and the"
                    + " judge's) confidence in them is held. A class that cannot be widened keeps its embedding.",
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
