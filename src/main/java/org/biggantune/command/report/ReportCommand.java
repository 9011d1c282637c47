package org.biggantune.command.report;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code report}: writes HTML pages about runs. */
@Command(
        name = "report",
        header = "Write a page about a run: pictures, curves, candidates",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes report.html into the folder of each run: samples before and after, curves of every restart, all"
                    + " candidates with the rules that they failed, measures with confidence intervals, how far the"
                    + " embedding moved, and the provenance of the run. The file is self-contained and fetches nothing."
                    + " Tuning commands write it when they finish; use this command for a run that is still running or"
                    + " was stopped.",
            "",
            "For a folder with several runs, such as a sweep, also writes a table of all of them into that folder."
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
