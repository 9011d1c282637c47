package org.biggantune.command.cluster;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code merge}: combines the finished classes of the tasks of an array or of several runs. */
@Command(
        name = "merge",
        header = "Combine the finished classes of tasks or runs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Collects the finished classes of runs in one matrix, with one table, CSV, JSON and report for all of them,"
                    + " and lists the classes that are missing. If several runs have a class, the result that tuning"
                    + " itself would choose is taken: improved before kept, then the lower loss on the validation"
                    + " latents (with --real-level, what exceeds the level least). Embeddings of another generator are refused.",
            "Exits with 0 if every class is finished, with 75 if some are missing. It is safe to run again."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune merge runs/all",
            "  biggan-tune merge runs/a runs/b --out runs/ab --write-generator tuned.pt"
        })
public final class MergeCommand implements Callable<Integer> {
    @Mixin
    private MergeOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        options.check();
        MergeReport report = new MergeRun(options).execute();
        common.print(report);
        return (report.isComplete() ? ExitCode.DONE : ExitCode.STOPPED).code();
    }
}
