package org.biggantune.command.classify;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code classify}: labels images with a classifier. */
@Command(
        name = "classify",
        header = "Label images with a classifier",
        mixinStandardHelpOptions = true,
        customSynopsis = "biggan-tune classify (IMAGES... | --input FILE) [OPTIONS]",
        sortOptions = false,
        description = "Labels images with a classifier, and reports its accuracy if the true labels are given.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune classify images/ --top 3",
            "  biggan-tune classify --classifier resnet50.pt images/ --labels labels.tsv",
            "  biggan-tune classify --classifier resnet50.pt --input x.npy --raw y.npy"
        })
public final class ClassifyCommand implements Callable<Integer> {
    @Mixin
    private ClassifyOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        options.check();
        common.print(new ClassifyRun(options, common.progress()).execute());
        return ExitCode.DONE.code();
    }
}
