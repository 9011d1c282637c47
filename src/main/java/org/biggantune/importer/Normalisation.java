package org.biggantune.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.archive.StateDict;

/**
 * What a classifier's input goes through: (x − mean) / std per channel, x in [0, 1].
 *
 * @param mean one number a channel, red, green, blue
 * @param std one positive number a channel
 */
public record Normalisation(List<Double> mean, List<Double> std) {
    /** ImageNet's, as torchvision's models were trained. */
    public static final Normalisation IMAGENET =
            new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    /** To [−1, 1], as Inception's published weights want it. */
    public static final Normalisation CENTRED = new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));

    /** Copies the lists. */
    public Normalisation {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** The normaliser that the robustness package saves beside a network, if there is one. */
    static Optional<Normalisation> read(StateDict tensors) {
        return tensors.names().stream()
                .filter(name -> name.endsWith("normalizer.new_mean"))
                .findFirst()
                .map(name -> new Normalisation(
                        numbers(tensors, name), numbers(tensors, name.replace("new_mean", "new_std"))));
    }

    private static List<Double> numbers(StateDict tensors, String name) {
        List<Double> numbers = new ArrayList<>();
        for (float value : tensors.finiteFloats(name)) {
            numbers.add(Double.parseDouble(Float.toString(value)));
        }
        return numbers;
    }
}
