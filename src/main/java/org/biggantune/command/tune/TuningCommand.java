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

/** What all commands that tune rows have in common. {@link org.biggantune.cli.OptionSection} says where help lists each option. */
public abstract sealed class TuningCommand implements Callable<Integer>
        permits ImproveCommand, RepurposeCommand, DiversifyCommand {
    /** The option for values that are tried one after the other. */
    public static final String SWEEP = "--sweep";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A shipped set of settings: reference (as the reference release tunes) or long.")
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read before commands are.
    private String preset;

    @Option(
            names = SWEEP,
            paramLabel = "KEY=VALUE,VALUE...",
            description =
                    "Run once with each value of an option, such as proximity=0,0.3,1, into a folder of its own in"
                            + " --out, and compare the results. Given several times: all combinations. Values that have"
                            + " commas are parted by semicolons: \"clamp=auto;-0.5,0.5\".")
    @SuppressWarnings("UnusedVariable") // picocli knows it; CommandSweep reads it.
    private List<String> sweeps;

    @Mixin
    private CommonOptions common;

    /** For the commands of this room. */
    TuningCommand() {}

    /** What is asked for. */
    abstract TuningOptions options();

    /** The run of what is asked for, which shows how far it is. */
    abstract TuningRun run(Progress progress);

    /**
     * The run that the options ask for; nothing is opened yet.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if options are wrong
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
