package org.biggantune.command.tune;

import java.util.List;
import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.domain.Progress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The base of the tuning commands. {@link org.biggantune.cli.OptionSection} assigns each option to a section of the help. */
public abstract sealed class TuningCommand implements Callable<Integer>
        permits ImproveCommand, RepurposeCommand, DiversifyCommand {
    /** The option that runs the command once for each value of other options. */
    public static final String SWEEP = "--sweep";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A shipped set of settings: reference (those of the reference release) or long.")
    @SuppressWarnings("UnusedVariable") // Declared for picocli; ConfiguredDefaults reads the value before parsing.
    private String preset;

    @Option(
            names = SWEEP,
            paramLabel = "KEY=VALUE,VALUE...",
            description =
                    "Run once for each value of an option, such as proximity=0,0.3,1, each in its own folder in --out,"
                            + " and compare the results. If repeated: all combinations. Separate values that contain"
                            + " commas with semicolons: \"clamp=auto;-0.5,0.5\".")
    @SuppressWarnings("UnusedVariable") // Declared for picocli; CommandSweep reads the value.
    private List<String> sweeps;

    @Mixin
    private CommonOptions common;

    /** Restricts subclasses to this package. */
    TuningCommand() {}

    /** Returns the command's options. */
    abstract TuningOptions options();

    /** Creates the run for the options. */
    abstract TuningRun run(Progress progress);

    /**
     * Checks the options and creates the run, without opening any file but those that options name for classes.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if an option is invalid
     */
    public final TuningRun prepare() {
        options().check();
        return run(common.progress());
    }

    @Override
    public final Integer call() {
        TuningRun run = prepare();
        if (options().isWorker()) {
            run.serve(System.in, spec.commandLine().getOut());
        } else {
            common.print(run.execute());
        }
        return ExitCode.DONE.code();
    }
}
