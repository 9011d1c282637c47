package org.biggantune.command.tune;

import org.biggantune.domain.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code repurpose}: tunes new embeddings for the classes of another data set. */
@Command(
        name = "repurpose",
        header = "Make the generator draw the classes of another data set",
        mixinStandardHelpOptions = true,
        customSynopsis = "biggan-tune repurpose --target NAME|FILE [--class CLASS]... [OPTIONS]",
        sortOptions = false,
        description =
                "Makes the generator draw the classes of another data set: tunes a new embedding for each class, or for"
                        + " those of --class, starting from the closest existing one. The rest of the generator stays as it is.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune repurpose --target fashion10",
            "  biggan-tune repurpose --target places365 --generator biggan.pt --class beach"
        })
public final class RepurposeCommand extends TuningCommand {
    @Mixin
    private RepurposeOptions options;

    @Override
    TuningOptions options() {
        return options;
    }

    @Override
    TuningRun run(Progress progress) {
        return new RepurposeRun(options, progress);
    }
}
