package org.biggantune.command.tune;

import java.util.List;
import java.util.concurrent.Callable;
import org.biggantune.cli.ClassOptions;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ComputeOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.OptionSection;
import org.biggantune.domain.Progress;
import org.biggantune.domain.settings.TuningSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands that tune rows have in common. {@link OptionSection} says where its help lists each option. */
abstract sealed class TuningCommand implements Callable<Integer>, SweptCommand
        permits ImproveCommand, RepurposeCommand, DiversifyCommand {
    private final InstallDir home;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions models;

    @Mixin
    private RunOptions run;

    @Mixin
    private ClassOptions classes;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A shipped set of settings: reference (as the reference release tunes) or long.")
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read before commands are.
    private String preset;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read elsewhere.
    private SweepOptions sweep;

    @Mixin
    private TuningOptions tuning;

    @Mixin
    private CollapseOptions collapse;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private WorkerOptions workers;

    @Mixin
    private CommonOptions common;

    public TuningCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public final Integer call() {
        if (workers.worker()) {
            prepare().serve(System.in, spec.commandLine().getOut());
            return ExitCode.DONE.code();
        }
        common.print(prepare().execute());
        return ExitCode.DONE.code();
    }

    final InstallDir home() {
        return home;
    }

    /** The settings, in so far as they are every command's. */
    final TuningOptions tuning() {
        return tuning;
    }

    final CollapseOptions collapse() {
        return collapse;
    }

    final ImproveRequest request(TuningSettings wanted) {
        return run.request(home, classes.expressions(), models, wanted, compute);
    }

    /** Who tunes: this process, or workers that repeat the command line. */
    final WorkerPool crew() {
        List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
        return workers.crew(compute.device(), arguments);
    }

    final Progress progress() {
        return common.progress();
    }

    /** Whether the command line itself has an option. */
    final boolean typed(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }
}
