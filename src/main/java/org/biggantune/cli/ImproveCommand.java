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

/** {@code improve}: tunes the rows of classes whose samples are wrong or collapsed. */
@Command(
        name = "improve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Tunes the embeddings of classes: raises the classifier's confidence in their samples while keeping"
                        + " them diverse and close to the original. A class that cannot be improved keeps its row.")
final class ImproveCommand implements Callable<Integer>, SweptCommand {
    private final Home home;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--class",
            split = "\n", // items of a YAML list
            hideParamSyntax = true,
            required = true,
            paramLabel = "CLASS",
            description = "What to improve: an index (508), a list (3,7,10-12), a name (\"great grey owl\"), @FILE or"
                    + " all. May be given several times.")
    private List<String> classes;

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
    private CollapseOptions collapse;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private LoggingOptions logging;

    ImproveCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        run.print(prepare().execute(), spec.commandLine().getOut());
        return ExitCode.DONE.code();
    }

    @Override
    public TuningRun prepare() {
        ImproveRequest request = run.request(home, classes, models, tuning.settings(collapse), device);
        return new ImproveRun(request, TerminalProgress.on(spec.commandLine().getErr(), logging.quiet()));
    }
}
