package org.biggantune.importer;

import org.biggantune.archive.StateDict;
import org.biggantune.importer.densenet.DenseNet;

/** The names that tensors have in published checkpoints and that differ from what the networks' code calls them today. */
final class PublishedNames {
    /** AlexNets and VGGs that were trained with their convolutions alone spread over devices, such as Places365's. */
    private static final String SPREAD = "features.module.";

    private PublishedNames() {}

    /** The same tensors by today's names. */
    static StateDict today(StateDict tensors) {
        return tensors.renamed(PublishedNames::today);
    }

    private static String today(String name) {
        return DenseNet.todaysName(name.startsWith(SPREAD) ? "features." + name.substring(SPREAD.length()) : name);
    }
}
