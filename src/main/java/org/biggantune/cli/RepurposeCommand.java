package org.biggantune.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.biggantune.domain.TuningSettings;
import org.biggantune.run.Home;
import org.biggantune.run.RepurposeRequest;
import org.biggantune.run.RepurposeRun;
import org.biggantune.run.TargetFile;
import org.biggantune.run.TuningRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code repurpose}: tunes new rows, for the classes of another data set. */
@Command(
        name = "repurpose",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes the generator draw another data set's classes: tunes a new embedding for each, starting at"
                + " the row that comes nearest to it. The rest of the generator stays as it is.")
final class RepurposeCommand implements Callable<Integer>, SweptCommand {
    static final String KNOWN_PROXIMITY = "--known-proximity";

    private final Home home;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "NAME|FILE",
            description = "The data set: a name from configs/targets (fashion10, places365) or a YAML file with its"
                    + " labels and a classifier that knows them.")
    private String target;

    @Option(
            names = "--class",
            split = "\n", // items of a YAML list
            hideParamSyntax = true,
            paramLabel = "CLASS",
            description = "Which of the target's classes: an index, a list, a name, @FILE or all"
                    + " (default: ${DEFAULT-VALUE}). May be given several times.")
    private List<String> classes;

    @Option(
            names = KNOWN_PROXIMITY,
            paramLabel = "FACTOR",
            description = "For classes that the generator knows by name instead of --proximity, unless that is given:"
                    + " they start at their own row and need little change (default: ${DEFAULT-VALUE}).")
    private double knownProximity;

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

    RepurposeCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        run.print(prepare().execute(), spec.commandLine().getOut());
        return ExitCode.DONE.code();
    }

    @Override
    public TuningRun prepare() {
        TuningSettings wanted = tuning.settings(collapse);
        boolean typed = spec.commandLine().getParseResult().hasMatchedOption("--proximity");
        RepurposeRequest request = new RepurposeRequest(
                TargetFile.read(home, target),
                typed ? wanted.proximity() : knownProximity,
                run.request(home, classes, models, wanted, device));
        return new RepurposeRun(request, TerminalProgress.on(spec.commandLine().getErr(), logging.quiet()));
    }
}
