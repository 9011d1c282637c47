package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.LabelList;

/**
 * What {@code import classifier} is asked to do.
 *
 * @param checkpoint the file to read
 * @param out the archive to write
 * @param arch the family of networks that it belongs to, if the user says so
 * @param graph which operations to write
 * @param precision what the program is to compute in
 * @param labels labels as {@link LabelList} reads them, if the user gives some
 * @param inputSize the height and width in pixels of the network's input, if the user says so
 * @param mean one or three numbers that are subtracted from channels in [0, 1]; empty: not said
 * @param std one or three numbers that channels are divided by; empty: not said
 * @param transformInput for Inception v3: whether the program converts images normalised as ImageNet's itself
 * @param force whether an existing file may be replaced
 */
public record ClassifierImportRequest(
        Path checkpoint,
        Path out,
        Optional<String> arch,
        Graph graph,
        Precision precision,
        Optional<String> labels,
        OptionalInt inputSize,
        List<Double> mean,
        List<Double> std,
        boolean transformInput,
        boolean force) {
    private static final int CHANNELS = 3;
    private static final int LEAST_SIZE = 8;

    /** Checks the numbers and repeats single ones for all channels. */
    public ClassifierImportRequest {
        inputSize.ifPresent(
                size -> OptionRange.within("--input-size", size, LEAST_SIZE, ClassifierMetadata.MOST_PIXELS));
        if (mean.isEmpty() != std.isEmpty()) {
            throw new InvalidOptionException(
                    mean.isEmpty() ? "--std needs --mean beside it" : "--mean needs --std beside it");
        }
        mean = channels("--mean", mean);
        std = channels("--std", std);
        if (mean.stream().anyMatch(value -> !(value >= 0 && value <= 1))) {
            throw new InvalidOptionException("--mean " + mean + ": expected numbers from 0 to 1, for images in [0, 1]");
        }
        if (std.stream().anyMatch(value -> !(value > 0 && value <= 1))) {
            throw new InvalidOptionException(
                    "--std " + std + ": expected numbers above 0 and up to 1, for images in [0, 1]");
        }
    }

    private static List<Double> channels(String option, List<Double> values) {
        if (values.isEmpty() || values.size() == CHANNELS) {
            return List.copyOf(values);
        }
        if (values.size() == 1) {
            return List.of(values.get(0), values.get(0), values.get(0));
        }
        throw new InvalidOptionException(
                option + " " + values + ": " + values.size() + " numbers, expected one or three (red,green,blue)");
    }
}
