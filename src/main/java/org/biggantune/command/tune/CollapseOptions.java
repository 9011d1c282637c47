package org.biggantune.command.tune;

import org.biggantune.domain.settings.CollapseSettings;
import picocli.CommandLine.Option;

/** The options for detecting and tuning collapsed classes; the defaults are in {@code configs/default.yaml}. */
final class CollapseOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(
            names = "--collapsed-below",
            paramLabel = "SHARE",
            description = "A class counts as collapsed if the diversity of its samples, divided by their contrast, is"
                    + " below this fraction of the other classes' median; 0: never" + DEFAULT)
    private double collapsedBelow;

    @Option(
            names = "--collapsed-iterations",
            paramLabel = "N",
            description = "Replaces --iterations for collapsed classes, unless that is on the command line" + DEFAULT)
    private int collapsedIterations;

    @Option(
            names = "--collapsed-batch",
            paramLabel = "N",
            description = "Replaces --batch for collapsed classes, unless that is on the command line" + DEFAULT)
    private int collapsedBatch;

    @Option(
            names = "--collapsed-proximity",
            paramLabel = "FACTOR",
            description = "Replaces --proximity for collapsed classes, unless that is on the command line" + DEFAULT)
    private double collapsedProximity;

    @Option(
            names = "--collapsed-diversity-weight",
            paramLabel = "FACTOR",
            description =
                    "Replaces --diversity-weight for collapsed classes, unless that is on the command line" + DEFAULT)
    private double collapsedDiversityWeight;

    /**
     * Returns the checked settings.
     *
     * @param top1Loss how much top-1 accuracy may drop in favour of diversity
     */
    CollapseSettings settings(double top1Loss) {
        return new CollapseSettings(
                collapsedBelow,
                collapsedIterations,
                collapsedBatch,
                collapsedProximity,
                collapsedDiversityWeight,
                top1Loss);
    }
}
