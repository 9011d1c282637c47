package org.biggantune.command.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.biggantune.cli.ComputeOptions;
import org.biggantune.cli.DeviceOptions;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.LoadOptions;
import org.biggantune.cli.TrustOptions;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.random.BigGanSize;
import org.biggantune.report.BarChart;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code bench}. */
final class BenchOptions {
    private static final String RANDOM = "random";
    private static final String GENERATOR = "--generator";
    private static final String SIZE = "--size";
    private static final String WIDTH = "--width";
    private static final String CLASSES = "--classes";
    private static final String GRAPHS = "--graphs";

    private static final int MOST_CHANNELS = 256;
    private static final int MOST_CLASSES = 100_000;
    private static final int MOST_IMAGES = 4096;
    private static final int MOST_STEPS = 100_000;
    private static final int WIDTH_UNIT = 8;

    final InstallDir home;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = GENERATOR,
            paramLabel = "NAME|FILE",
            description = "A shipped model or a file; random: generators with random weights, described by the next"
                    + " options (default: ${DEFAULT-VALUE}).")
    private String generator;

    @Option(
            names = SIZE,
            split = ",",
            paramLabel = "PIXELS",
            description = "The generator's resolution: 32, 64, 128, 256 or 512; several, separated by commas, are"
                    + " measured one after the other (default: ${DEFAULT-VALUE}).")
    List<Integer> sizes;

    @Option(
            names = WIDTH,
            paramLabel = "CHANNELS",
            description = "The generator's channel multiplier; 0: the published one (default: ${DEFAULT-VALUE}).")
    private int width;

    @Option(names = CLASSES, paramLabel = "N", description = "Classes of the generator (default: ${DEFAULT-VALUE}).")
    int classes;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images per step, an even number (default: ${DEFAULT-VALUE}).")
    int batch;

    @Option(
            names = "--classifier",
            paramLabel = "NAME|FILE",
            description = "alexnet, resnet18 or resnet50 with random weights, or a shipped model or a file"
                    + " (default: ${DEFAULT-VALUE}).")
    String classifier;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Measured steps per variant (default: ${DEFAULT-VALUE}).")
    int steps;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Steps per variant before the measured ones (default: ${DEFAULT-VALUE}).")
    int warmUp;

    @Option(
            names = GRAPHS,
            split = ",",
            paramLabel = "GRAPH",
            description = "Graphs to measure: folded, reference or both (default: ${DEFAULT-VALUE}).")
    List<Graph> graphs;

    @Option(
            names = "--precision",
            split = ",",
            paramLabel = "PRECISION",
            description = "Precision of the folded graph: fp32, bf16 or both; auto: fp32, or as imported for"
                    + " --generator (default: ${DEFAULT-VALUE}).")
    private List<String> precisions;

    @Option(
            names = "--isolate",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Also run two steps of each variant in a separate process to measure its peak memory (default:"
                            + " ${DEFAULT-VALUE}).")
    boolean isolate;

    @Option(
            names = "--profile",
            fallbackValue = "true",
            description = "Also print the time spent in one step of each variant by operator and by shape.")
    boolean profile;

    @Option(
            names = "--profile-out",
            paramLabel = "FILE",
            description =
                    "Keep libtorch's record of that step as trace events in JSON; the variant is inserted before the"
                            + " extension of the file name.")
    Optional<Path> profileOut;

    @Option(names = "--chart", paramLabel = "FILE", description = "Draw the results into a .png or .svg file.")
    Optional<Path> chart;

    @Option(
            names = LoadOptions.PARTS,
            paramLabel = "N",
            description = "Parts of a batch that the folded graph computes in parallel, or auto (default:"
                    + " ${DEFAULT-VALUE}).")
    private String parallelParts;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private TrustOptions trust;

    BenchOptions(InstallDir home) {
        this.home = home;
    }

    /** Checks everything that can be checked without files and reports every error. */
    void check() {
        OptionCheck.all(
                this::generator,
                () -> sizes.forEach(BigGanSize::ofPixels),
                () -> requireSome(SIZE, sizes, "32, 64, 128, 256 or 512"),
                this::checkWidth,
                () -> OptionRange.within(CLASSES, classes, 1, MOST_CLASSES),
                () -> OptionRange.even("--batch", batch, MOST_IMAGES),
                () -> OptionRange.within("--steps", steps, 1, MOST_STEPS),
                () -> OptionRange.within("--warm-up", warmUp, 0, MOST_STEPS),
                () -> requireSome(GRAPHS, graphs, "folded, reference or both"),
                () -> requireOnce("--precision", precisions()),
                () -> chart.ifPresent(file -> BarChart.requireKnownKind("--chart", file)),
                this::parts,
                device::check);
    }

    private void checkWidth() {
        if (width != 0) {
            OptionRange.within(WIDTH, width, WIDTH_UNIT, MOST_CHANNELS);
            if (width % WIDTH_UNIT != 0) {
                throw new InvalidOptionException(WIDTH + " " + width + ": expected a multiple of " + WIDTH_UNIT);
            }
        }
    }

    /**
     * Returns the generator's name or file; empty for generators with random weights. Options for random generators on the
     * command line override a generator in a settings file.
     */
    Optional<String> generator() {
        Optional<String> ofRandom =
                Stream.of(SIZE, WIDTH, CLASSES, GRAPHS).filter(this::isTyped).findFirst();
        if (generator.equals(RANDOM)) {
            return Optional.empty();
        }
        if (ofRandom.isPresent() && isTyped(GENERATOR)) {
            throw new InvalidOptionException(ofRandom.get()
                    + " is for generators with random weights; leave it or --generator " + generator + " out");
        }
        return ofRandom.isPresent() ? Optional.empty() : Optional.of(generator);
    }

    private boolean isTyped(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** Returns the channel multiplier of the generator of a size. */
    int channels(BigGanSize size) {
        return width == 0 ? size.width() : width;
    }

    /** Returns the precisions of the folded graph to measure; for {@code auto} the given one. */
    List<Precision> precisions(Precision standard) {
        List<Precision> named = precisions();
        return named.isEmpty() ? List.of(standard) : named;
    }

    /** Parses the precisions; empty for {@code auto}. */
    private List<Precision> precisions() {
        if (precisions.equals(List.of(ComputeOptions.AUTO))) {
            return List.of();
        }
        return precisions.stream()
                .map(name -> ComputeOptions.precision(name)
                        .orElseThrow(() -> new InvalidOptionException("--precision " + String.join(",", precisions)
                                + ": auto cannot be combined; expected auto, fp32, bf16 or fp32,bf16")))
                .toList();
    }

    /** Returns the parts of a batch that a variant computes in parallel; always one for the reference graph. */
    int parts(BenchVariant variant) {
        return generator().isPresent() || variant.graph() == Graph.FOLDED ? parts() : 1;
    }

    private int parts() {
        return LoadOptions.count(LoadOptions.PARTS, parallelParts, OptionRange.MOST_THREADS);
    }

    /** Returns the device, and whether all models are trusted. */
    DeviceChoice device() {
        return trust.applied(device.device());
    }

    OptionalInt threads() {
        return device.threads();
    }

    private static void requireSome(String option, List<?> values, String expected) {
        if (values.isEmpty()) {
            throw new InvalidOptionException(option + ": none given, expected " + expected);
        }
        requireOnce(option, values);
    }

    private static void requireOnce(String option, List<?> values) {
        if (values.stream().distinct().count() < values.size()) {
            throw new InvalidOptionException(option + ": a value is given twice");
        }
    }
}
