package org.biggantune.domain;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The metadata of a classifier, stored in the archive's {@code extra/biggan-tune.json}.
 *
 * @param family the architecture, such as {@code resnet}
 * @param inputSize the height and width of its input in pixels
 * @param mean the value subtracted from each channel of an RGB image in [0, 1]
 * @param std the value each channel is divided by afterwards
 * @param labels one label per logit
 * @param graph the form of the program
 * @param precision the type in which the program computes
 * @param source the checkpoint
 * @param featureMap the default of {@code featureMaps}; empty if there are none
 * @param featureMaps the layers, in the network's order, with an output [n, c, h, w] that the program can return in
 *     addition to the logits
 */
public record ClassifierMetadata(
        String family,
        int inputSize,
        List<Double> mean,
        List<Double> std,
        List<String> labels,
        Graph graph,
        Precision precision,
        SourceFile source,
        String featureMap,
        List<String> featureMaps) {
    /** The limit of an input's height and width in pixels; published classifiers need up to 800. */
    public static final int MOST_PIXELS = 1024;

    /** The limit of the number of labels; the full ImageNet has 21,841. */
    public static final int MOST_LABELS = 1_000_000;

    private static final Pattern LAYER_NAME = Pattern.compile("\\w+");

    /** Checks the values and copies the lists; {@code featureMap} and {@code featureMaps} may be null for none. */
    public ClassifierMetadata {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(mean, "mean");
        Objects.requireNonNull(std, "std");
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(source, "source");
        if (inputSize < 1 || inputSize > MOST_PIXELS) {
            throw new IllegalArgumentException("inputSize " + inputSize + ", expected 1 to " + MOST_PIXELS);
        }
        if (mean.size() != 3 || std.size() != 3 || std.stream().anyMatch(s -> !(s > 0))) {
            throw new IllegalArgumentException("expected a mean and a positive std for each of three channels");
        }
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        labels = IndexedNames.copyOf("classifier", Objects.requireNonNull(labels, "labels"));
        featureMap = Objects.requireNonNullElse(featureMap, "");
        featureMaps = List.copyOf(Objects.requireNonNullElse(featureMaps, List.of()));
        if (!featureMaps.stream().allMatch(name -> LAYER_NAME.matcher(name).matches())
                || !(featureMaps.isEmpty() ? featureMap.isEmpty() : featureMaps.contains(featureMap))) {
            throw new IllegalArgumentException("feature map '" + featureMap + "' of " + featureMaps);
        }
    }

    /** Returns a copy with another precision. */
    public ClassifierMetadata withPrecision(Precision other) {
        return new ClassifierMetadata(
                family, inputSize, mean, std, labels, graph, other, source, featureMap, featureMaps);
    }

    /** {@return the labels for look-ups by name} */
    public ClassNames names() {
        return ((IndexedNames) labels).lookup();
    }

    /** Whether {@link #indexOf} finds a label for a class. */
    public boolean knows(ClassLabel target) {
        return indexOf(target).isPresent();
    }

    /** Returns the index of a class's label by {@link ClassNames#indexOf}; the look-up is built only once. */
    public OptionalInt indexOf(ClassLabel target) {
        return names().indexOf(target);
    }
}
