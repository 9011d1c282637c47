package org.biggantune.command.tune;

import org.biggantune.domain.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code improve}: tunes the embeddings of classes with wrong or collapsed samples. */
@Command(
        name = "improve",
        header = "Make the samples of classes look more like their class",
        mixinStandardHelpOptions = true,
        customSynopsis = "biggan-tune improve (--class CLASS... | --from-scan FILE) [OPTIONS]",
        sortOptions = false,
        description =
                "Tunes the embeddings of classes: raises the classifier's confidence in their samples while keeping"
                        + " them diverse and close to the original. A class that cannot be improved keeps its embedding.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune improve --class shirt",
            "  biggan-tune improve --class all --preset long --out runs/all",
            "  biggan-tune improve --from-scan scans/scan-demo-001 --worst 3"
        })
public final class ImproveCommand extends TuningCommand {
    @Mixin
    private ImproveOptions options;

    @Override
    TuningOptions options() {
        return options;
    }

    @Override
    TuningRun run(Progress progress) {
        return new ImproveRun(options, progress);
    }
}
