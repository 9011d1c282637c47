package org.biggantune.command.exchange;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code import classifier}: turns a classifier's checkpoint into a model. */
@Command(
        name = "classifier",
        header = "Turn a classifier's checkpoint into a model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Detects the architecture of a classifier from its checkpoint and writes it as a program with its"
                + " weights. Images in [0, 1] are normalised with (x - mean) / std.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune import classifier resnet50.pth -o resnet50.pt",
            "  biggan-tune import classifier places.pth.tar -o places.pt --arch alexnet",
            "  biggan-tune import classifier a.pth -o a.pt --labels cat,dog --input-size 64"
        })
final class ImportClassifierCommand implements Callable<Integer> {
    @Mixin
    private ImportClassifierOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        common.print(execute());
        return ExitCode.DONE.code();
    }

    /** Imports the checkpoint and reports on the archive. */
    Report execute() {
        options.check();
        return new ClassifierImportRun(options).execute();
    }
}
