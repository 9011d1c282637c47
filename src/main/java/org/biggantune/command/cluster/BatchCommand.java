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

/** The command {@code batch}: runs a list of commands, one after the other or in parallel. */
@Command(
        name = "batch",
        header = "Run a list of commands, continuing after failures",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the commands in a file, each in its own process, and prints a summary. A command that fails does not"
                    + " stop the others. Started again, batch skips what is done and resumes the rest.",
            "The file has one command line per line, such as improve --class shirt, or, if its name ends in .yaml, one"
                    + " document per run with the command's name and its options. A tuning run without --out gets a"
                    + " folder in that of the batch.",
            "Exits with 0 if everything is done, with 75 if stopped by a signal, else with the code of the first run"
                    + " that failed."
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
            description = "How many commands run at the same time; give each its own --threads or --device (default:"
                    + " ${DEFAULT-VALUE}).")
    private int jobs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the commands' output, the record of what is done, and tuning runs without --out"
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
