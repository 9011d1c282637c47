package org.biggantune.importer.random;

import java.util.Optional;
import org.biggantune.archive.StateDict;

/** Builds classifiers of random weights by name. */
public final class RandomClassifier {
    private RandomClassifier() {}

    /**
     * Returns the tensors of a random classifier.
     *
     * @param name {@code alexnet}, {@code resnet18} or {@code resnet50}
     * @param labels the number of logits
     * @param seed the seed of the weights
     * @return empty if no network has this name
     */
    public static Optional<StateDict> tensors(String name, int labels, long seed) {
        return name.equals("alexnet")
                ? Optional.of(RandomAlexNet.tensors(labels, seed))
                : RandomResNet.tensors(name, labels, seed);
    }
}
