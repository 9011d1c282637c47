package org.biggantune.importer.classifier;

import java.util.List;
import org.biggantune.archive.script.ScriptModule;

/**
 * A classifier read off a checkpoint: its program and what can be said of it.
 *
 * @param variant the member of its family, such as {@code squeezenet1_1}
 * @param inputSize the height and width in pixels that this kind of network was trained on
 * @param labels the count of logits
 * @param featureMaps the layers, in the network's order, whose output the program gives beside the logits
 * @param featureMap the one of them that is meant unless another is asked for
 * @param root the program's root object; its numbers are computed when it is written
 */
public record ClassifierNetwork(
        String variant, int inputSize, int labels, List<String> featureMaps, String featureMap, ScriptModule root) {
    /** Copies the list. */
    public ClassifierNetwork {
        featureMaps = List.copyOf(featureMaps);
    }
}
