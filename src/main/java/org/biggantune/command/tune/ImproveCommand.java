package org.biggantune.command.tune;

import java.util.List;
import org.biggantune.cli.InstallDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code improve}: tunes the rows of classes whose samples are wrong or collapsed. */
@Command(
        name = "improve",
        header = "Make samples of classes look more like their class",
        mixinStandardHelpOptions = true,
        customSynopsis = "biggan-tune improve --class CLASS... [OPTIONS]",
        sortOptions = false,
        description = {
            "Tunes the embeddings of classes: raises the classifier's confidence in their samples while keeping"
                    + " them diverse and close to the original. A class that cannot be improved keeps its row.",
            "",
            "Examples:",
            "  biggan-tune improve --class shirt",
            "  biggan-tune improve --class all --preset long --out runs/all"
        })
public final class ImproveCommand extends TuningCommand {
    @Option(
            names = "--class",
            split = "\n", // items of a YAML list
            hideParamSyntax = true,
            required = true,
            paramLabel = "CLASS",
            description = "What to improve: an index (508), a list (3,7,10-12), a name (\"great grey owl\"), @FILE or"
                    + " all. May be given several times.")
    private List<String> classes;

    @Mixin
    private FloorOptions floor;

    public ImproveCommand(InstallDir home) {
        super(home);
    }

    @Override
    public TuningRun prepare() {
        ImproveRequest request = request(classes, tuning().settings(floor, collapse()));
        return new ImproveRun(request, crew(), progress());
    }
}
