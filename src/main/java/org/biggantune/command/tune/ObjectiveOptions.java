package org.biggantune.command.tune;

import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversityReduction;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.ObjectiveWeights;
import picocli.CommandLine.Option;

/** The options for the terms added to the classifier's loss; the defaults are in {@code configs/default.yaml}. */
final class ObjectiveOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(
            names = "--proximity",
            paramLabel = "FACTOR",
            description =
                    "Pull towards the starting embedding; a larger value keeps images closer to the original" + DEFAULT)
    private double proximity;

    @Option(
            names = "--diversity",
            paramLabel = "KIND",
            description = "How the difference of two images is measured: ${COMPLETION-CANDIDATES}" + DEFAULT)
    private Diversity diversity;

    @Option(names = "--diversity-weight", paramLabel = "FACTOR", description = "Weight of the diversity term" + DEFAULT)
    private double diversityWeight;

    @Option(
            names = "--diversity-reduction",
            paramLabel = "KIND",
            description = "How the pairs of a batch are reduced; sum is that of the reference's earlier script:"
                    + " ${COMPLETION-CANDIDATES}" + DEFAULT)
    private DiversityReduction diversityReduction;

    @Option(
            names = "--diversity-features",
            paramLabel = "LAYER",
            description = "The classifier's layer for --diversity features, such as layer2; auto: the one named in the"
                    + " classifier's file" + DEFAULT)
    private String diversityFeatures;

    ObjectiveWeights weights() {
        return new ObjectiveWeights(diversity(), proximity);
    }

    private DiversitySettings diversity() {
        return new DiversitySettings(diversity, diversityWeight, diversityReduction, diversityFeatures);
    }

    /** Checks all values and reports every invalid one. */
    void check() {
        OptionCheck.all(
                this::diversity, () -> new ObjectiveWeights(new DiversitySettings(Diversity.NONE, 0), proximity));
    }
}
