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

/** {@code status}: how far runs are, whoever works on them. */
@Command(
        name = "status",
        header = "Show how far runs are, and who works on them",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows how many classes of runs are done, running, failed and waiting; of those that are running"
                + " where, at which step and how long they will take; of those that failed why. Reads only, so that it"
                + " is safe beside the processes that tune.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune status runs/all",
            "  biggan-tune status runs/all --watch",
            "  biggan-tune status runs/all --json"
        })
public final class StatusCommand implements Callable<Integer> {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "The folder of a run, or one that holds some.")
    private List<Path> runs;

    @Option(
            names = "--watch",
            fallbackValue = "true",
            description = "Show it again every two seconds until nothing is left to be done.")
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
            common.print(report);
        }
        return ExitCode.DONE.code();
    }
}
