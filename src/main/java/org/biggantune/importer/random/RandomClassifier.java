package org.biggantune.importer.random;

import java.util.Optional;
import org.biggantune.archive.StateDict;

/** The classifiers that can be made of random weights, by name. */
public final class RandomClassifier {
    private RandomClassifier() {}

    /**
     * The tensors of a random classifier.
     *
     * @param name {@code alexnet}, {@code resnet18} or {@code resnet50}
     * @param labels the count of logits
     * @param seed other numbers for other seeds
     * @return empty when no network has this name
     */
    public static Optional<StateDict> tensors(String name, int labels, long seed) {
        return name.equals("alexnet")
                ? Optional.of(RandomAlexNet.tensors(labels, seed))
                : RandomResNet.tensors(name, labels, seed);
    }
}
