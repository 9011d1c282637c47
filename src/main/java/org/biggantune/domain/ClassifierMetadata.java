package org.biggantune.domain;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What must be known of a classifier to use it; kept in the archive's {@code extra/biggan-tune.json}.
 *
 * @param family the architecture, such as {@code resnet}
 * @param inputSize the height and width in pixels that it was trained on
 * @param mean what is subtracted from each channel of an RGB image in [0, 1]
 * @param std what each channel is divided by afterwards
 * @param labels one label a logit
 * @param graph the program's operations
 * @param precision the type in which the program computes, such as {@code fp32}
 * @param source the checkpoint
 */
public record ClassifierMetadata(
        String family,
        int inputSize,
        List<Double> mean,
        List<Double> std,
        List<String> labels,
        Graph graph,
        String precision,
        SourceFile source) {

    /** Checks that all is there and the normalisation, and copies the lists. */
    public ClassifierMetadata {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(mean, "mean");
        Objects.requireNonNull(std, "std");
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(source, "source");
        if (inputSize < 1) {
            throw new IllegalArgumentException("input size " + inputSize);
        }
        if (mean.size() != 3 || std.size() != 3 || std.stream().anyMatch(s -> !(s > 0))) {
            throw new IllegalArgumentException("a mean and a positive std for each of three channels are needed");
        }
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        labels = List.copyOf(Objects.requireNonNull(labels, "labels"));
    }

    /** Whether there is a label with a class's name: at the class's own index, or one that is found by the name. */
    public boolean knows(ClassLabel target) {
        return indexOf(target).isPresent();
    }

    /**
     * The index of a class's label: the class's own index where the names are equal (ImageNet has names twice), else the
     * label of that name.
     */
    public OptionalInt indexOf(ClassLabel target) {
        int index = target.index();
        if (index < labels.size() && labels.get(index).equals(target.name())) {
            return OptionalInt.of(index);
        }
        return new ClassNames("classifier", labels).indexOf(target.name());
    }
}
