package org.biggantune.command.cluster;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.domain.OptionRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code batch}: different runs, one after the other or side by side. */
@Command(
        name = "batch",
        header = "Run a list of commands, to the last one whatever fails",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the commands of a file, each as a process of its own, and prints one summary. One that fails does not"
                    + " end the others. Started again, it leaves out what is done and resumes the rest.",
            "The file has a command line each, as improve --class shirt, or if its name ends in .yaml a document each"
                    + " with the command's name and its options. A tuning without --out gets a folder in the batch's.",
            "Exits with 0 where all is done, with 75 where a signal stopped it, else with the code of the first run that"
                    + " failed."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune batch nightly.txt",
            "  biggan-tune batch studies.yaml --jobs 2 --out runs/studies"
        })
public final class BatchCommand implements Callable<Integer> {
    private static final int MOST_JOBS = 64;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The list of runs.")
    private Path file;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many run at the same time; give each its --threads or its --device (default:"
                    + " ${DEFAULT-VALUE}).")
    private int jobs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of what they print, what is done, and of tunings without a folder of their own"
                    + " (default: runs/ and the file's name).")
    private Optional<Path> out;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        OptionRange.within("--jobs", jobs, 1, MOST_JOBS);
        Set<String> commands = spec.root().subcommands().keySet();
        BatchRun run = new BatchRun(
                out.orElseGet(
                        () -> Path.of("runs", String.valueOf(file.getFileName()).replaceFirst("\\.\\w+$", ""))),
                BatchEntry.read(file, commands),
                jobs,
                common.progress());
        BatchReport report = run.execute();
        common.print(report);
        return report.exitCode();
    }
}
