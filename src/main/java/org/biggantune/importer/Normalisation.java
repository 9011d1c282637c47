package org.biggantune.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * The normalisation of a classifier's input: (x − mean) / std per channel, x in [0, 1].
 *
 * @param mean one value per channel: red, green, blue
 * @param std one positive value per channel
 */
public record Normalisation(List<Double> mean, List<Double> std) {
    /** ImageNet's normalisation, used in training by torchvision's models. */
    public static final Normalisation IMAGENET =
            new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    /** Normalisation to [−1, 1], used by Inception's published weights. */
    public static final Normalisation CENTRED = new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));

    private static final Pattern MEAN = Pattern.compile("(.*\\.)?(new_)?mean");
    private static final int CHANNELS = 3;

    /** Copies the lists. */
    public Normalisation {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /**
     * Reads the normaliser saved with a network, if there is one: the robustness package's {@code new_mean} and {@code
     * new_std}, or {@code mean} and {@code std} of a layer that adversarial training prepends.
     *
     * @throws UnsupportedInputException if it is not for images in [0, 1]
     */
    static Optional<Normalisation> read(StateDict tensors) {
        return tensors.names().stream()
                .filter(name -> MEAN.matcher(name).matches() && isNormaliser(tensors, name))
                .findFirst()
                .map(name -> read(tensors, name));
    }

    private static Normalisation read(StateDict tensors, String name) {
        Normalisation found = new Normalisation(numbers(tensors, name), numbers(tensors, deviation(name)));
        boolean mean = found.mean().stream().allMatch(value -> value >= 0 && value <= 1);
        boolean std = found.std().stream().allMatch(value -> value > 0 && value <= 1);
        if (!mean || !std) {
            throw new UnsupportedInputException(tensors.source() + ": its normaliser " + MessageText.quoted(name)
                    + " " + (mean ? "divides by " + found.std() : "subtracts " + found.mean())
                    + ", expected one for images in [0, 1]; give --mean and --std");
        }
        return found;
    }

    private static boolean isNormaliser(StateDict tensors, String name) {
        return tensors.get(name).elementCount() == CHANNELS
                && tensors.get(name).type().isFloating()
                && tensors.find(deviation(name))
                        .filter(std ->
                                std.elementCount() == CHANNELS && std.type().isFloating())
                        .isPresent();
    }

    private static String deviation(String mean) {
        return mean.substring(0, mean.length() - "mean".length()) + "std";
    }

    private static List<Double> numbers(StateDict tensors, String name) {
        List<Double> numbers = new ArrayList<>();
        for (float value : tensors.finiteFloats(name)) {
            numbers.add(Double.parseDouble(Float.toString(value)));
        }
        return numbers;
    }
}
