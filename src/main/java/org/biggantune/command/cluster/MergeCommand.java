package org.biggantune.command.cluster;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code merge}: joins what the tasks of an array, or several runs, have finished. */
@Command(
        name = "merge",
        header = "Join what many tasks or runs have finished",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Collects the finished classes of runs into one matrix, with one table, CSV, JSON and page over all of them, and"
                    + " names the classes that are missing. Of a class that several runs have, the one stays that tuning"
                    + " itself would choose: improved before kept, then the least loss on the validation latents. Rows of"
                    + " another generator are refused.",
            "Exits with 0 where every class of the runs is there, with 75 where some are missing; running it again is"
                    + " safe."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune merge runs/all",
            "  biggan-tune merge runs/first runs/second --out runs/both --write-generator tuned.pt"
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
