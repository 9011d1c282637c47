package org.biggantune.command.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.biggantune.cli.ConfigOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.LoggingOptions;
import org.biggantune.cli.ModelDeviceOptions;
import org.biggantune.cli.PrecisionOptions;
import org.biggantune.cli.Results;
import org.biggantune.cli.TerminalProgress;
import org.biggantune.domain.settings.EvaluationSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: how real and how varied the samples of rows are. */
@Command(
        name = "evaluate",
        header = "Compare samples with real images: FID, precision, recall",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures how real and how varied the samples of rows are, beside real images of their class: FID,"
                        + " KID, precision, recall, density and coverage on a judge's features, its top-1 and probability, and"
                        + " pair diversity. Rows of runs are measured before and after tuning.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune evaluate --class all --real fashion-mnist/",
            "  biggan-tune evaluate --run runs/improve-shirt-001 --real fashion-mnist/ --split t10k",
            "  biggan-tune evaluate --run study/* --real images/ --json --out study.json"
        })
public final class EvaluateCommand implements Callable<Integer> {
    private final InstallDir home;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--class",
            split = "\n", // items of a YAML list
            hideParamSyntax = true,
            paramLabel = "CLASS",
            description =
                    "Classes of the generator whose original rows are measured: an index (508), a list (3,7,10-12),"
                            + " a name (\"great grey owl\"), @FILE or all.")
    private List<String> classes;

    @Option(
            names = "--run",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders of runs, or folders that hold some, up to four deep: their finished classes are"
                    + " measured before and after tuning.")
    private List<Path> runs;

    @Option(
            names = "--embedding",
            paramLabel = "FILE",
            description = "Tuned rows for --class: a .npy array of one row for one class, or of a row for each of the"
                    + " generator's classes.")
    private Path embedding;

    @Option(
            names = "--force",
            fallbackValue = "true",
            description = "Measure the rows of --embedding although they were tuned on another generator.")
    private boolean force;

    @Option(
            names = "--real",
            required = true,
            paramLabel = "DIR",
            description = "Real images: a folder for each class, named like it, or IDX files as of MNIST"
                    + " (NAME-images-idx3-ubyte[.gz], NAME-labels-idx1-ubyte[.gz]) whose labels count the judge's.")
    private Path real;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Use only the IDX files whose names begin so, such as t10k, or only this folder in --real"
                    + " (default: all).")
    private String split;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator of --class, and of runs whose generator is not a shipped one"
                    + " (default: ${DEFAULT-VALUE}).")
    private String generator;

    @Option(
            names = "--judge",
            paramLabel = "NAME|FILE",
            description = "The classifier whose opinion and features are used; best one that tuning did not use"
                    + " (default: ${DEFAULT-VALUE}).")
    private String judge;

    @Option(
            names = "--features",
            paramLabel = "LAYER",
            description = "The judge's layer whose feature map is averaged over the picture; auto: its own choice"
                    + " (default: ${DEFAULT-VALUE}).")
    private String features;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Generated images of each row, an even number from 2 (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--real-samples",
            paramLabel = "N",
            description = "The most real images of each class, from 2; of more, those at even distances are taken"
                    + " (default: ${DEFAULT-VALUE}).")
    private int realSamples;

    @Option(
            names = "--neighbours",
            paramLabel = "K",
            description = "Nearest images that span a ball of precision, recall, density and coverage, from 1"
                    + " (default: ${DEFAULT-VALUE}).")
    private int neighbours;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed of the latents, which tuning never uses (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the results as JSON; a file is replaced.")
    private Path out;

    @Option(names = "--json", fallbackValue = "true", description = "Print the results as JSON.")
    private boolean json;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli knows it; its values are read elsewhere.
    private ConfigOptions config;

    @Mixin
    private PrecisionOptions precision;

    @Mixin
    private ModelDeviceOptions device;

    @Mixin
    private LoggingOptions logging;

    public EvaluateCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        EvaluateRequest request = new EvaluateRequest(
                home,
                generator,
                judge,
                classes == null ? List.of() : classes,
                Optional.ofNullable(embedding),
                force,
                runs == null ? List.of() : runs,
                real,
                Optional.ofNullable(split),
                new EvaluationSettings(samples, realSamples, neighbours, features, seed),
                Optional.ofNullable(out),
                precision.precision(),
                device.device(),
                device.threads());
        EvaluationSummary summary =
                new EvaluateRun(request, TerminalProgress.on(spec.commandLine().getErr(), logging.quiet())).execute();
        Results.print(spec, json ? summary.json() : summary.text(Results.page()));
        return ExitCode.DONE.code();
    }
}
