package org.biggantune.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.biggantune.run.Home;
import org.biggantune.run.ImproveRequest;
import org.biggantune.run.ImproveRun;
import org.biggantune.run.TuningRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code diversify}: tunes the rows of classes whose samples look alike. */
@Command(
        name = "diversify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Makes the samples of classes differ more: raises their pair diversity while the classifier's (and the"
                        + " judge's) confidence in them is held. A class that cannot be widened keeps its row.")
final class DiversifyCommand implements Callable<Integer>, SweptCommand {
    private final Home home;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--class",
            split = "\n", // items of a YAML list
            hideParamSyntax = true,
            required = true,
            paramLabel = "CLASS",
            description = "What to widen: an index (508), a list (3,7,10-12), a name (\"great grey owl\"), @FILE or"
                    + " all. May be given several times.")
    private List<String> classes;

    @Option(
            names = "--probability-floor",
            paramLabel = "SHARE",
            description = "The share of the original's probability, as classifier and judge see it, that must remain;"
                    + " the loss counts confidence only below it (default: ${DEFAULT-VALUE}).")
    private double probabilityFloor;

    @Mixin
    private ModelOptions models;

    @Mixin
    private RunOptions run;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read elsewhere.
    private SettingsOptions settings;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli knows it; its value is read elsewhere.
    private SweepOptions sweep;

    @Mixin
    private TuningOptions tuning;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private LoggingOptions logging;

    DiversifyCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        run.print(prepare().execute(), spec.commandLine().getOut());
        return ExitCode.DONE.code();
    }

    @Override
    public TuningRun prepare() {
        ImproveRequest request = run.request(home, classes, models, tuning.settings(probabilityFloor), device);
        return new ImproveRun(request, TerminalProgress.on(spec.commandLine().getErr(), logging.quiet()));
    }
}
