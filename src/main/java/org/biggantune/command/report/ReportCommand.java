package org.biggantune.command.report;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code report}: writes the page of a run. */
@Command(
        name = "report",
        header = "Write a page about a run: pictures, curves, candidates",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes report.html into the folder of each run: samples before and after, curves of every restart, all"
                    + " candidates and what refused them, measures with their intervals, how far the embedding moved,"
                    + " and where all this comes from. One file that opens from the disk and fetches nothing. Tuning"
                    + " commands write it at their end; a run under way or stopped gets one from this command.",
            "",
            "Of a folder that holds several runs, such as a sweep, it also writes a table of all of them there."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune report runs/improve-shirt-001",
            "  biggan-tune report --watch runs/all",
            "  biggan-tune report runs/a runs/b --out compared.html"
        })
public final class ReportCommand implements Callable<Integer> {
    @Mixin
    private ReportOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        options.check();
        common.print(new ReportRun(options, common.progress()).execute());
        return ExitCode.DONE.code();
    }
}
