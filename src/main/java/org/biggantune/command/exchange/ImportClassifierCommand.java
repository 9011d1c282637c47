package org.biggantune.command.exchange;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code import classifier}: turns a classifier's checkpoint into an archive that can judge images. */
@Command(
        name = "classifier",
        header = "Turn a classifier's checkpoint into a model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Reads a classifier's architecture off its checkpoint and writes it as a program with its weights."
                        + " Images in [0, 1] go through (x - mean) / std before they reach it.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune import classifier resnet50.pth -o resnet50.pt",
            "  biggan-tune import classifier alexnet_places365.pth.tar -o places-alexnet.pt --arch alexnet",
            "  biggan-tune import classifier net.pth -o net.pt --labels cat,dog --input-size 64 --mean 0.5 --std 0.5"
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

    /** Imports; returns what there is to say of the archive. */
    Report execute() {
        options.check();
        return new ClassifierImportRun(options).execute();
    }
}
