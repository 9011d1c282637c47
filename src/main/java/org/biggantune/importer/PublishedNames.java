package org.biggantune.importer;

import org.biggantune.archive.StateDict;
import org.biggantune.importer.densenet.DenseNet;

/** Maps tensor names of published checkpoints to those in the current code of the networks. */
final class PublishedNames {
    /** The prefix in AlexNets and VGGs trained with only their convolutions in DataParallel, such as Places365's. */
    private static final String DATA_PARALLEL = "features.module.";

    private PublishedNames() {}

    /** Returns the tensors under their current names. */
    static StateDict today(StateDict tensors) {
        return tensors.renamed(PublishedNames::today);
    }

    private static String today(String name) {
        return DenseNet.todaysName(
                name.startsWith(DATA_PARALLEL) ? "features." + name.substring(DATA_PARALLEL.length()) : name);
    }
}
