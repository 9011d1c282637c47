package org.biggantune.command.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.random.BigGanSize;
import org.biggantune.report.BarChart;

/**
 * What {@code bench} is asked to do.
 *
 * @param home where shipped models lie
 * @param generator a model's name or file, in place of generators of random weights
 * @param sizes the resolutions of generators of random weights, published ones, at least one
 * @param width the generators' channel multiplier; empty for the published ones
 * @param classes rows of a generator's embedding matrix
 * @param batch images a step
 * @param classifier {@code alexnet}, {@code resnet18} or {@code resnet50} for one of random weights, else a model's name or
 *     file
 * @param steps measured steps of each variant
 * @param warmUp steps of each variant before the measured ones
 * @param graphs which graphs to measure, at least one; of a given generator its own
 * @param precisions which precisions of the folded graph to measure; none: float32, and of a given generator that in which
 *     it was imported
 * @param isolate whether each variant also runs in a process of its own, whose memory is its own
 * @param profile whether to print where a step's time went
 * @param traces where to keep what libtorch recorded of a step, each variant's beside the others; empty for nowhere
 * @param chart a file ending in {@code .png} or {@code .svg} to draw the results into; empty for none
 * @param parts in how many parts the folded graph works on a batch side by side, at least 1;
 *     {@link org.biggantune.domain.settings.LoadSettings#AUTO}: as {@code improve} does by itself
 * @param device where to run
 * @param threads threads of one operation
 */
record BenchRequest(
        InstallDir home,
        Optional<String> generator,
        List<Integer> sizes,
        OptionalInt width,
        int classes,
        int batch,
        String classifier,
        int steps,
        int warmUp,
        List<Graph> graphs,
        List<Precision> precisions,
        boolean isolate,
        boolean profile,
        Optional<Path> traces,
        Optional<Path> chart,
        int parts,
        DeviceChoice device,
        OptionalInt threads) {
    private static final int MOST_CHANNELS = 256;
    private static final int MOST_CLASSES = 100_000;
    private static final int MOST_IMAGES = 4096;
    private static final int MOST_STEPS = 100_000;
    private static final int WIDTH_UNIT = 8;

    /** Copies the lists and checks every number. */
    public BenchRequest {
        sizes = List.copyOf(sizes);
        graphs = List.copyOf(graphs);
        precisions = List.copyOf(precisions);
        sizes.forEach(BigGanSize::ofPixels);
        width.ifPresent(channels -> {
            OptionRange.within("--width", channels, WIDTH_UNIT, MOST_CHANNELS);
            if (channels % WIDTH_UNIT != 0) {
                throw new InvalidOptionException("--width " + channels + ": expected a multiple of " + WIDTH_UNIT);
            }
        });
        OptionRange.within("--classes", classes, 1, MOST_CLASSES);
        OptionRange.even("--batch", batch, MOST_IMAGES);
        OptionRange.within("--steps", steps, 1, MOST_STEPS);
        OptionRange.within("--warm-up", warmUp, 0, MOST_STEPS);
        chart.ifPresent(file -> BarChart.requireKnownKind("--chart", file));
        requireSome("--size", sizes, "32, 64, 128, 256 or 512");
        requireSome("--graphs", graphs, "folded, reference or both");
        requireOnce("--precision", precisions);
    }

    /** The channel multiplier of a size's generator. */
    int channels(BigGanSize size) {
        return width.orElse(size.width());
    }

    /** The precisions to measure, or the one that stands for none. */
    List<Precision> precisions(Precision standard) {
        return precisions.isEmpty() ? List.of(standard) : precisions;
    }

    /** The parts of a batch that a variant is asked to work on side by side; the original knows one. */
    int parts(BenchVariant variant) {
        return generator.isPresent() || variant.graph() == Graph.FOLDED ? parts : 1;
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
