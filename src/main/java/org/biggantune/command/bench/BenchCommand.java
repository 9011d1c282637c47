package org.biggantune.command.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ComputeOptions;
import org.biggantune.cli.DeviceOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.LoadOptions;
import org.biggantune.cli.TrustOptions;
import org.biggantune.domain.Graph;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: measures tuning steps of the folded graph against the original's operations. */
@Command(
        name = "bench",
        header = "Measure how fast this machine tunes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures whole tuning steps on a BigGAN of random weights made on the spot: the folded graph, the"
                        + " original code's operations with frozen weights, and those as the reference release runs them, and"
                        + " how near they come to what the machine can do. Needs no checkpoint; takes up to 2 GiB of the"
                        + " system's folder for temporary files. With --generator: steps of models of your own, as improve"
                        + " takes them.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune bench --size 64,128 --batch 10 --chart bench.png",
            "  biggan-tune bench --generator biggan-128.pt --classifier alexnet.pt --batch 16",
            "  biggan-tune bench --size 128 --precision fp32,bf16 --profile"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final String RANDOM = "random";
    private static final String GENERATOR = "--generator";
    private static final String SIZE = "--size";
    private static final String WIDTH = "--width";
    private static final String CLASSES = "--classes";
    private static final String GRAPHS = "--graphs";

    private final InstallDir home;

    @Spec
    private CommandSpec spec;

    @Option(
            names = GENERATOR,
            paramLabel = "NAME|FILE",
            description = "A shipped model or a file; random: generators of random weights, which the next options"
                    + " describe (default: ${DEFAULT-VALUE}).")
    private String generator;

    @Option(
            names = SIZE,
            split = ",",
            paramLabel = "PIXELS",
            description = "The generator's resolution: 32, 64, 128, 256 or 512; several with commas between them are"
                    + " measured one after the other (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes;

    @Option(
            names = WIDTH,
            paramLabel = "CHANNELS",
            description = "The generator's channel multiplier; 0: the published one (default: ${DEFAULT-VALUE}).")
    private int width;

    @Option(names = CLASSES, paramLabel = "N", description = "The generator's classes (default: ${DEFAULT-VALUE}).")
    private int classes;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images a step, an even number (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--classifier",
            paramLabel = "NAME|FILE",
            description = "alexnet, resnet18 or resnet50 of random weights, else a shipped model or a file"
                    + " (default: ${DEFAULT-VALUE}).")
    private String classifier;

    @Option(names = "--steps", paramLabel = "N", description = "Measured steps each (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Steps each before the measured ones (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = GRAPHS,
            split = ",",
            paramLabel = "GRAPH",
            description = "Which graphs to measure: folded, reference or both (default: ${DEFAULT-VALUE}).")
    private List<Graph> graphs;

    @Option(
            names = "--precision",
            split = ",",
            paramLabel = "PRECISION",
            description = "What the folded graph computes in: fp32, bf16 or both; auto: fp32, and a generator of"
                    + " --generator in what it was imported (default: ${DEFAULT-VALUE}).")
    private List<String> precisions;

    @Option(
            names = "--isolate",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Also run two steps of each variant in a process of its own, to tell its peak memory (default:"
                            + " ${DEFAULT-VALUE}).")
    private boolean isolate;

    @Option(
            names = "--profile",
            fallbackValue = "true",
            description = "Also print where the time of one step of each variant went, by operator and by shape.")
    private boolean profile;

    @Option(
            names = "--profile-out",
            paramLabel = "FILE",
            description =
                    "Keep what libtorch recorded of that step, as trace events in JSON; the variant stands in each"
                            + " file's name in front of its ending.")
    private Path profileOut;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Draw the results into a file ending in .png or .svg.")
    private Path chart;

    @Option(
            names = LoadOptions.PARTS,
            paramLabel = "N",
            description = "Parts of a batch that the folded graph works on side by side, or auto (default:"
                    + " ${DEFAULT-VALUE}).")
    private String parallelParts;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private TrustOptions trust;

    @Mixin
    private CommonOptions common;

    public BenchCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        BenchRequest request = new BenchRequest(
                home,
                generator(),
                sizes,
                width == 0 ? OptionalInt.empty() : OptionalInt.of(width),
                classes,
                batch,
                classifier,
                steps,
                warmUp,
                graphs,
                precisions(),
                isolate,
                profile,
                Optional.ofNullable(profileOut),
                Optional.ofNullable(chart),
                LoadOptions.count(LoadOptions.PARTS, parallelParts, OptionRange.MOST_THREADS),
                trust.applied(device.device()),
                device.threads());
        BenchSummary summary = new BenchRun(request, common.progress()).execute();
        common.print(summary);
        summary.draw();
        return ExitCode.DONE.code();
    }

    /** Empty for random ones. A name in a settings file gives way to what the command line says of random ones. */
    private Optional<String> generator() {
        Optional<String> ofRandom = Stream.of(SIZE, WIDTH, CLASSES, GRAPHS)
                .filter(spec.commandLine().getParseResult()::hasMatchedOption)
                .findFirst();
        if (generator.equals(RANDOM)) {
            return Optional.empty();
        }
        if (ofRandom.isPresent() && spec.commandLine().getParseResult().hasMatchedOption(GENERATOR)) {
            throw new InvalidOptionException(ofRandom.get()
                    + " belongs to generators of random weights; leave it or --generator " + generator + " out");
        }
        return ofRandom.isPresent() ? Optional.empty() : Optional.of(generator);
    }

    /** None for auto. */
    private List<Precision> precisions() {
        if (precisions.equals(List.of(ComputeOptions.AUTO))) {
            return List.of();
        }
        return precisions.stream()
                .map(name -> ComputeOptions.precision(name)
                        .orElseThrow(() -> new InvalidOptionException("--precision " + String.join(",", precisions)
                                + ": auto stands alone; expected auto, fp32, bf16 or fp32,bf16")))
                .toList();
    }
}
