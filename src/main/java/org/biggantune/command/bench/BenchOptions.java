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

/** What {@code bench} is asked to do. */
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
            description = "A shipped model or a file; random: generators of random weights, which the next options"
                    + " describe (default: ${DEFAULT-VALUE}).")
    private String generator;

    @Option(
            names = SIZE,
            split = ",",
            paramLabel = "PIXELS",
            description = "The generator's resolution: 32, 64, 128, 256 or 512; several with commas between them are"
                    + " measured one after the other (default: ${DEFAULT-VALUE}).")
    List<Integer> sizes;

    @Option(
            names = WIDTH,
            paramLabel = "CHANNELS",
            description = "The generator's channel multiplier; 0: the published one (default: ${DEFAULT-VALUE}).")
    private int width;

    @Option(names = CLASSES, paramLabel = "N", description = "The generator's classes (default: ${DEFAULT-VALUE}).")
    int classes;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images a step, an even number (default: ${DEFAULT-VALUE}).")
    int batch;

    @Option(
            names = "--classifier",
            paramLabel = "NAME|FILE",
            description = "alexnet, resnet18 or resnet50 of random weights, else a shipped model or a file"
                    + " (default: ${DEFAULT-VALUE}).")
    String classifier;

    @Option(names = "--steps", paramLabel = "N", description = "Measured steps each (default: ${DEFAULT-VALUE}).")
    int steps;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Steps each before the measured ones (default: ${DEFAULT-VALUE}).")
    int warmUp;

    @Option(
            names = GRAPHS,
            split = ",",
            paramLabel = "GRAPH",
            description = "Which graphs to measure: folded, reference or both (default: ${DEFAULT-VALUE}).")
    List<Graph> graphs;

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
    boolean isolate;

    @Option(
            names = "--profile",
            fallbackValue = "true",
            description = "Also print where the time of one step of each variant went, by operator and by shape.")
    boolean profile;

    @Option(
            names = "--profile-out",
            paramLabel = "FILE",
            description =
                    "Keep what libtorch recorded of that step, as trace events in JSON; the variant stands in each"
                            + " file's name in front of its ending.")
    Optional<Path> profileOut;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Draw the results into a file ending in .png or .svg.")
    Optional<Path> chart;

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

    BenchOptions(InstallDir home) {
        this.home = home;
    }

    /** Refuses what can be refused without files, all of it at once. */
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
     * A model's name or file; empty for generators of random weights. A name in a settings file gives way to what the command
     * line says of random ones.
     */
    Optional<String> generator() {
        Optional<String> ofRandom =
                Stream.of(SIZE, WIDTH, CLASSES, GRAPHS).filter(this::isTyped).findFirst();
        if (generator.equals(RANDOM)) {
            return Optional.empty();
        }
        if (ofRandom.isPresent() && isTyped(GENERATOR)) {
            throw new InvalidOptionException(ofRandom.get()
                    + " belongs to generators of random weights; leave it or --generator " + generator + " out");
        }
        return ofRandom.isPresent() ? Optional.empty() : Optional.of(generator);
    }

    private boolean isTyped(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** The channel multiplier of a size's generator. */
    int channels(BigGanSize size) {
        return width == 0 ? size.width() : width;
    }

    /** The precisions of the folded graph to measure, or the one that stands for none. */
    List<Precision> precisions(Precision standard) {
        List<Precision> named = precisions();
        return named.isEmpty() ? List.of(standard) : named;
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

    /** The parts of a batch that a variant is asked to work on side by side; the original knows one. */
    int parts(BenchVariant variant) {
        return generator().isPresent() || variant.graph() == Graph.FOLDED ? parts() : 1;
    }

    private int parts() {
        return LoadOptions.count(LoadOptions.PARTS, parallelParts, OptionRange.MOST_THREADS);
    }

    /** Where to run, and whether any model's code may. */
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
            throw new InvalidOptionException(option + ": one is given twice");
        }
    }
}
