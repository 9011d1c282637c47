package org.biggantune.command.tune;

import org.biggantune.cli.ClassOptions;
import org.biggantune.cli.InstallDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
                    + " judge's) confidence in them is held. A class that cannot be widened keeps its row.",
            "",
            "Examples:",
            "  biggan-tune diversify --class shirt",
            "  biggan-tune diversify --class all --probability-floor 0.95 --out runs/wide"
        })
public final class DiversifyCommand extends TuningCommand {
    @Option(
            names = "--probability-floor",
            paramLabel = "SHARE",
            description = "The share of the original's probability, as classifier and judge see it, that must remain"
                    + " (default: ${DEFAULT-VALUE}).")
    private double probabilityFloor;

    public DiversifyCommand(InstallDir home) {
        super(home);
    }

    @Override
    public TuningRun prepare() {
        ImproveRequest request = request(tuning().settings(probabilityFloor, collapse()));
        return new ImproveRun(request, crew(), progress());
    }
}
