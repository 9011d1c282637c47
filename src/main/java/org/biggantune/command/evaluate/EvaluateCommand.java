package org.biggantune.command.evaluate;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code evaluate}: measures how realistic and how varied the samples of embeddings are. */
@Command(
        name = "evaluate",
        header = "Compare samples with real images: FID, precision, recall",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "biggan-tune evaluate --class CLASS... --real DIR [OPTIONS]",
            "biggan-tune evaluate --run DIR... --real DIR [OPTIONS]"
        },
        sortOptions = false,
        description =
                "Measures how realistic and how varied the samples of embeddings are, compared with real images of the"
                        + " same class: FID, KID, precision, recall, density and coverage on a judge's features, the"
                        + " judge's top-1 and probability, and pair diversity. Measures the original embeddings of --class,"
                        + " and the embeddings of runs before and after tuning.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune evaluate --class all --real fashion-mnist/",
            "  biggan-tune evaluate --run runs/all --real fashion-mnist/ --split t10k",
            "  biggan-tune evaluate --run study/* --real images/ --json --out study.json"
        })
public final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private EvaluateOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        options.check();
        common.print(new EvaluateRun(options, common.progress()).execute());
        return ExitCode.DONE.code();
    }
}
