package org.biggantune.importer.classifier;

import java.util.List;
import org.biggantune.archive.script.ScriptModule;

/**
 * A classifier read from a checkpoint: its program and its properties.
 *
 * @param variant the member of its family, such as {@code squeezenet1_1}
 * @param inputSize the height and width of the input in pixels in this network's original training
 * @param labels the number of logits
 * @param featureMaps the layers, in the network's order, with outputs that the program can return with the logits
 * @param featureMap the default one of them
 * @param root the program's root object; its weights are computed when it is written
 */
public record ClassifierNetwork(
        String variant, int inputSize, int labels, List<String> featureMaps, String featureMap, ScriptModule root) {
    /** Copies the list. */
    public ClassifierNetwork {
        featureMaps = List.copyOf(featureMaps);
    }
}
