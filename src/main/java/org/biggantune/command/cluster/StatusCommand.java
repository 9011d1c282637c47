package org.biggantune.command.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.runfolder.RunStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code status}: shows the progress of runs, whichever processes work on them. */
@Command(
        name = "status",
        header = "Show the progress of runs and the processes working on them",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows how many classes are done, running, failed and waiting; for running classes the host, the"
                + " step and the time left; for failed ones the reason. It only reads and does not disturb the"
                + " processes that tune.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune status runs/all",
            "  biggan-tune status runs/all --watch",
            "  biggan-tune status runs/all --json"
        })
public final class StatusCommand implements Callable<Integer> {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "The folder of a run, or one that contains runs.")
    private List<Path> runs;

    @Option(
            names = "--watch",
            fallbackValue = "true",
            description = "Repeat every two seconds until all classes are done or failed.")
    private boolean watch;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws InterruptedException {
        StatusReport report = new StatusReport(RunStatus.find("", runs));
        common.print(report);
        while (watch && report.isOpen()) {
            Thread.sleep(PERIOD.toMillis());
            report = new StatusReport(RunStatus.find("", runs));
            common.printAgain(report);
        }
        return ExitCode.DONE.code();
    }
}
