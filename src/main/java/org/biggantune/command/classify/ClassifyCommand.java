package org.biggantune.command.classify;

import java.nio.file.Path;
import java.util.ArrayList;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code classify}: names what images show, as a classifier sees them. */
@Command(
        name = "classify",
        header = "Name what images show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Names what images show, as a classifier sees them, and counts how often it is right where the true"
                        + " labels are given.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune classify images/ --top 3",
            "  biggan-tune classify --classifier resnet50.pt images/ --labels labels.tsv",
            "  biggan-tune classify --classifier resnet50.pt --input x.npy --raw y.npy"
        })
public final class ClassifyCommand implements Callable<Integer> {
    private final InstallDir home;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "IMAGES",
            description = "PNG, JPEG, BMP or GIF files, or folders of them. An image of another size than the"
                    + " classifier's is resized and its middle square taken.")
    private List<Path> images;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "A picture or a folder of them, as IMAGES; may be repeated.")
    private List<Path> moreImages;

    @Option(
            names = "--classifier",
            paramLabel = "NAME|FILE",
            description = "The classifier: a shipped model or a file (default: ${DEFAULT-VALUE}).")
    private String classifier;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Classify this array in place of images: .npy [n, 3, s, s], resized and normalised already.")
    private Path input;

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "Also write the logits as a float32 .npy array [n, labels].")
    private Path raw;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The images' true classes: a text table of file, class and name with tabs between them and"
                    + " these words as its first line.")
    private Path labels;

    @Option(names = "--top", paramLabel = "N", description = "Labels shown for an image (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(names = "--json", fallbackValue = "true", description = "Print the results as JSON.")
    private boolean json;

    @Mixin
    private PrecisionOptions precision;

    @Mixin
    private ModelDeviceOptions device;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli knows it; its values are read elsewhere.
    private ConfigOptions config;

    @Mixin
    private LoggingOptions logging;

    public ClassifyCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        ClassifyRequest request = new ClassifyRequest(
                home,
                classifier,
                allImages(),
                Optional.ofNullable(input),
                Optional.ofNullable(raw),
                Optional.ofNullable(labels),
                top,
                precision.precision(),
                device.device(),
                device.threads());
        ClassifySummary summary =
                new ClassifyRun(request, TerminalProgress.on(spec.commandLine().getErr(), logging.quiet())).execute();
        Results.print(spec, json ? summary.json() : summary.text(Results.page()));
        return ExitCode.DONE.code();
    }

    private List<Path> allImages() {
        List<Path> all = new ArrayList<>(images == null ? List.of() : images);
        if (moreImages != null) {
            all.addAll(moreImages);
        }
        return all;
    }
}
