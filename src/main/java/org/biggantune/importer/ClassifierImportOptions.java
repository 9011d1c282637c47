package org.biggantune.importer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.Graph;

/**
 * What cannot be read off a classifier's tensors.
 *
 * @param family which family it is; else by its tensors' names
 * @param graph which operations to write
 * @param inputSize the height and width in pixels it was trained on; else its architecture's
 * @param normalisation what its input goes through; else the checkpoint's own normaliser, else what its family's
 *     published weights want
 * @param transformInput for Inception v3: whether the program itself converts images normalised as ImageNet's
 * @param labels one label a logit, or an empty list: known label sets by their size, else numbers
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

    /** Nothing said but the graph. */
    public static ClassifierImportOptions of(Graph graph) {
        return new ClassifierImportOptions(
                Optional.empty(), graph, OptionalInt.empty(), Optional.empty(), false, List.of());
    }
}
