package org.biggantune.command.tune;

import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversityReduction;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.ObjectiveWeights;
import picocli.CommandLine.Option;

/** What is added to the classifier's loss; every default is in {@code configs/default.yaml}. */
final class ObjectiveOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(
            names = "--proximity",
            paramLabel = "FACTOR",
            description = "Pull towards the starting embedding: more keeps images closer to the original" + DEFAULT)
    private double proximity;

    @Option(
            names = "--diversity",
            paramLabel = "KIND",
            description = "What pairs of images are to differ in: ${COMPLETION-CANDIDATES}" + DEFAULT)
    private Diversity diversity;

    @Option(names = "--diversity-weight", paramLabel = "FACTOR", description = "Reward for diversity" + DEFAULT)
    private double diversityWeight;

    @Option(
            names = "--diversity-reduction",
            paramLabel = "KIND",
            description = "How the pairs of a batch are joined, sum as the reference's earlier script does:"
                    + " ${COMPLETION-CANDIDATES}" + DEFAULT)
    private DiversityReduction diversityReduction;

    @Option(
            names = "--diversity-features",
            paramLabel = "LAYER",
            description = "For --diversity features the classifier's layer, such as layer2; auto: the one that the"
                    + " classifier's file names" + DEFAULT)
    private String diversityFeatures;

    ObjectiveWeights weights() {
        return new ObjectiveWeights(diversity(), proximity);
    }

    private DiversitySettings diversity() {
        return new DiversitySettings(diversity, diversityWeight, diversityReduction, diversityFeatures);
    }

    /** Refuses what is out of its range, all of it at once. */
    void check() {
        OptionCheck.all(
                this::diversity, () -> new ObjectiveWeights(new DiversitySettings(Diversity.NONE, 0), proximity));
    }
}
