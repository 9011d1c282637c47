package org.biggantune.importer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.Graph;

/**
 * What cannot be read off a classifier's tensors.
 *
 * @param graph which operations to write
 * @param inputSize the height and width in pixels it was trained on; else by its stem, 224 or 32
 * @param normalisation what its input goes through; else the checkpoint's own normaliser, else ImageNet's
 * @param labels one label a logit, or an empty list: known label sets by their size, else numbers
 */
public record ClassifierImportOptions(
        Graph graph, OptionalInt inputSize, Optional<Normalisation> normalisation, List<String> labels) {
    /** Copies the labels. */
    public ClassifierImportOptions {
        labels = List.copyOf(labels);
    }
}
