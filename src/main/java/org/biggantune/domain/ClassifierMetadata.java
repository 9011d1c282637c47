package org.biggantune.domain;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What must be known of a classifier to use it; kept in the archive's {@code extra/biggan-tune.json}.
 *
 * @param family the architecture, such as {@code resnet}
 * @param inputSize the height and width in pixels that it was trained on
 * @param mean what is subtracted from each channel of an RGB image in [0, 1]
 * @param std what each channel is divided by afterwards
 * @param labels one label a logit
 * @param graph the program's operations
 * @param precision the type in which the program computes
 * @param source the checkpoint
 * @param featureMap the one of {@code featureMaps} that is meant unless another is asked for; empty where there is none
 * @param featureMaps the layers, in the network's order, whose output [n, c, h, w] the program gives beside the logits
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
    /** The most pixels of an input's height or width; published classifiers take up to 800. */
    public static final int MOST_PIXELS = 1024;

    /** The most labels; ImageNet has 21,841 in all. */
    public static final int MOST_LABELS = 1_000_000;

    private static final Pattern LAYER_NAME = Pattern.compile("\\w+");

    /** Checks that all is there and the normalisation, and copies the lists; no feature maps may be null. */
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
            throw new IllegalArgumentException("a mean and a positive std for each of three channels are needed");
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

    /** The same classifier in another precision. */
    public ClassifierMetadata withPrecision(Precision other) {
        return new ClassifierMetadata(
                family, inputSize, mean, std, labels, graph, other, source, featureMap, featureMaps);
    }

    /** {@return the labels as names to look up} */
    public ClassNames names() {
        return ((IndexedNames) labels).lookup();
    }

    /** Whether there is a label with a class's name: at the class's own index, or one that is found by the name. */
    public boolean knows(ClassLabel target) {
        return indexOf(target).isPresent();
    }

    /** The index of a class's label, as {@link ClassNames#indexOf} finds it; the look-up is built once. */
    public OptionalInt indexOf(ClassLabel target) {
        return names().indexOf(target);
    }
}
