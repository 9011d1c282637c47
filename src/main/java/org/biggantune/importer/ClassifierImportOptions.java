package org.biggantune.importer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.Graph;

/**
 * Options for importing a classifier: what its tensors do not determine.
 *
 * @param family the family; empty to recognise it by the tensors' names
 * @param graph the form of the program
 * @param inputSize the height and width of the input in pixels; empty for the architecture's default
 * @param normalisation the normalisation of the input; empty for the checkpoint's own normaliser, or else that of the
 *     family's published weights
 * @param transformInput for Inception v3: whether the program converts images from ImageNet's normalisation itself
 * @param labels one label per logit; empty for a known label set of that size, or else numbers
 */
public record ClassifierImportOptions(
        Optional<ClassifierFamily> family,
        Graph graph,
        OptionalInt inputSize,
        Optional<Normalisation> normalisation,
        boolean transformInput,
        List<String> labels) {
    /** Copies the labels. */
    public ClassifierImportOptions {
        labels = List.copyOf(labels);
    }

    /** Returns options with defaults for everything but the graph. */
    public static ClassifierImportOptions of(Graph graph) {
        return new ClassifierImportOptions(
                Optional.empty(), graph, OptionalInt.empty(), Optional.empty(), false, List.of());
    }
}
