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

/** What {@code import classifier} is asked to do. */
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
            description = "The family of networks: alexnet, densenet, inception_v3, resnet, squeezenet or vgg, with"
                    + " torchvision's tensor names, of any width (default: by the names). A checkpoint that does not fit is"
                    + " refused with the tensors that are missing, of another shape or not known.")
    Optional<String> arch;

    @Option(
            names = "--transform-input",
            fallbackValue = "true",
            description =
                    "For Inception: let the program convert its input from ImageNet's normalisation, as torchvision's"
                            + " does for its published weights; mean and std are ImageNet's then. For images this gives the same"
                            + " as the default.")
    boolean transformInput;

    @Option(
            names = "--labels",
            paramLabel = "NAMES",
            description = "imagenet, places365, cifar10, @FILE with one name a line, or names with commas between them"
                    + " (default: ImageNet's for 1000 labels, Places365's for 365, else numbers).")
    private Optional<String> labels;

    @Option(
            names = "--input-size",
            paramLabel = "PIXELS",
            description = "Height and width that the network was trained on (default: the architecture's: 299 for"
                    + " Inception, 32 for CIFAR ResNets, else 224).")
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

    /** The labels; none where the user gives none. */
    List<String> labels() {
        return labels.map(text -> LabelList.parse("--labels", text)).orElse(List.of());
    }

    /** The height and width in pixels of the network's input, if the user says so. */
    OptionalInt inputSize() {
        return inputSize.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** How channels in [0, 1] are normalised, if the user says so. */
    Optional<Normalisation> normalisation() {
        return mean.isEmpty()
                ? Optional.empty()
                : Optional.of(new Normalisation(channels(MEAN, mean), channels(STD, std)));
    }

    /** Refuses what can be refused without files, all of it at once. */
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
            throw new InvalidOptionException(
                    mean.isEmpty() ? "--std needs --mean beside it" : "--mean needs --std beside it");
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

    /** A single number is repeated for all channels. */
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
