package org.biggantune.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.InvalidOptionException;
import org.biggantune.importer.random.BigGanSize;

/**
 * What {@code bench} is asked to do.
 *
 * @param home where shipped models lie
 * @param pixels the generator's resolution, one of the published ones
 * @param width the generator's channel multiplier; empty for the published one
 * @param classes rows of the generator's embedding matrix
 * @param batch images a step
 * @param classifier {@code alexnet}, {@code resnet18} or {@code resnet50} for one of random weights, else a
 *     model's name or file
 * @param steps measured steps of each variant
 * @param warmUp steps of each variant before the measured ones
 * @param profile whether to print where a step's time went
 * @param traces where to keep what libtorch recorded of a step, each variant's beside the others; empty for nowhere
 * @param graphs which graphs to measure, at least one
 * @param device where to run
 * @param threads threads of one operation
 */
public record BenchRequest(
        Home home,
        int pixels,
        OptionalInt width,
        int classes,
        int batch,
        String classifier,
        int steps,
        int warmUp,
        boolean profile,
        Optional<Path> traces,
        List<Graph> graphs,
        DeviceChoice device,
        OptionalInt threads) {
    private static final int MOST_CHANNELS = 256;
    private static final int MOST_CLASSES = 100_000;
    private static final int MOST_IMAGES = 4096;
    private static final int MOST_STEPS = 100_000;
    private static final int WIDTH_UNIT = 8;

    /** Copies the list and checks every number. */
    public BenchRequest {
        graphs = List.copyOf(graphs);
        BigGanSize.ofPixels(pixels);
        width.ifPresent(channels -> {
            require("--width", channels, WIDTH_UNIT, MOST_CHANNELS);
            if (channels % WIDTH_UNIT != 0) {
                throw new InvalidOptionException("--width " + channels + ": expected a multiple of " + WIDTH_UNIT);
            }
        });
        require("--classes", classes, 1, MOST_CLASSES);
        require("--batch", batch, 2, MOST_IMAGES);
        require("--steps", steps, 1, MOST_STEPS);
        require("--warm-up", warmUp, 0, MOST_STEPS);
        if (graphs.isEmpty()) {
            throw new InvalidOptionException("--graphs: none given, expected folded, reference or both");
        }
    }

    /** The generator's size. */
    BigGanSize size() {
        return BigGanSize.ofPixels(pixels);
    }

    /** The generator's channel multiplier. */
    int channels() {
        return width.orElse(size().width());
    }

    private static void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidOptionException(option + " " + value + ": expected " + least + " to " + most);
        }
    }
}
