package org.biggantune.command.exchange;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.LabelList;
import org.biggantune.importer.Normalisation;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code import classifier}. */
final class ImportClassifierOptions {
    private static final int CHANNELS = 3;
    private static final int LEAST_SIZE = 8;
    private static final String MEAN = "--mean";
    private static final String STD = "--std";

    @Mixin
    ImportOptions files;

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            description = "The network family: alexnet, densenet, inception_v3, resnet, squeezenet or vgg, with"
                    + " torchvision's tensor names and any width (default: detected from the names). If the checkpoint does"
                    + " not match, the missing, mismatched and unknown tensors are listed.")
    Optional<String> arch;

    @Option(
            names = "--transform-input",
            fallbackValue = "true",
            description =
                    "For Inception: let the program convert its input from ImageNet's normalisation, as torchvision"
                            + " does for its published weights; mean and std are then ImageNet's. The results are the"
                            + " same as by default.")
    boolean transformInput;

    @Option(
            names = "--labels",
            paramLabel = "NAMES",
            description = "imagenet, places365, cifar10, @FILE with one name per line, or names separated by commas"
                    + " (default: ImageNet's for 1000 labels, Places365's for 365, else numbers).")
    private Optional<String> labels;

    @Option(
            names = "--input-size",
            paramLabel = "PIXELS",
            description =
                    "Height and width of the images that the network was trained on (default: 299 for Inception, 32"
                            + " for CIFAR ResNets, else 224).")
    private Optional<Integer> inputSize;

    @Option(
            names = MEAN,
            split = ",",
            paramLabel = "NUMBER",
            description = "One number, or one for each channel: red,green,blue (default: the checkpoint's own, else"
                    + " 0.5 for Inception, else ImageNet's).")
    private List<Double> mean = List.of();

    @Option(
            names = STD,
            split = ",",
            paramLabel = "NUMBER",
            description = "One number, or one for each channel: red,green,blue (default: as for --mean).")
    private List<Double> std = List.of();

    /** Returns the labels; empty if the user gives none. */
    List<String> labels() {
        return labels.map(text -> LabelList.parse("--labels", text)).orElse(List.of());
    }

    /** Returns the height and width of the network's input in pixels, if given. */
    OptionalInt inputSize() {
        return inputSize.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** Returns the normalisation of channels in [0, 1], if given. */
    Optional<Normalisation> normalisation() {
        return mean.isEmpty()
                ? Optional.empty()
                : Optional.of(new Normalisation(channels(MEAN, mean), channels(STD, std)));
    }

    /** Checks everything that can be checked without files and reports every error. */
    void check() {
        OptionCheck.all(
                files::precision,
                () -> inputSize.ifPresent(
                        size -> OptionRange.within("--input-size", size, LEAST_SIZE, ClassifierMetadata.MOST_PIXELS)),
                this::checkPair,
                this::checkMean,
                this::checkStd);
    }

    private void checkPair() {
        if (mean.isEmpty() != std.isEmpty()) {
            throw new InvalidOptionException(mean.isEmpty() ? "--std also needs --mean" : "--mean also needs --std");
        }
    }

    private void checkMean() {
        if (channels(MEAN, mean).stream().anyMatch(value -> !(value >= 0 && value <= 1))) {
            throw new InvalidOptionException(
                    "--mean " + channels(MEAN, mean) + ": expected numbers from 0 to 1, for images in [0, 1]");
        }
    }

    private void checkStd() {
        if (channels(STD, std).stream().anyMatch(value -> !(value > 0 && value <= 1))) {
            throw new InvalidOptionException(
                    "--std " + channels(STD, std) + ": expected numbers above 0 and up to 1, for images in [0, 1]");
        }
    }

    /** Returns a number per channel, repeating a single one. */
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
