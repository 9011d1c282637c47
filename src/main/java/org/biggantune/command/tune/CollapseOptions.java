package org.biggantune.command.tune;

import org.biggantune.domain.settings.CollapseSettings;
import picocli.CommandLine.Option;

/** How collapsed classes are told and tuned; every default is in {@code configs/default.yaml}. */
final class CollapseOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(
            names = "--collapsed-below",
            paramLabel = "SHARE",
            description = "A class counts as collapsed when its samples differ, over their contrast, by less than"
                    + " this share of the median of the other classes; 0: never" + DEFAULT)
    private double collapsedBelow;

    @Option(
            names = "--collapsed-iterations",
            paramLabel = "N",
            description = "For a collapsed class instead of --iterations, unless that is given" + DEFAULT)
    private int collapsedIterations;

    @Option(
            names = "--collapsed-proximity",
            paramLabel = "FACTOR",
            description = "For a collapsed class instead of --proximity, unless that is given" + DEFAULT)
    private double collapsedProximity;

    @Option(
            names = "--collapsed-diversity-weight",
            paramLabel = "FACTOR",
            description = "For a collapsed class instead of --diversity-weight, unless that is given" + DEFAULT)
    private double collapsedDiversityWeight;

    /** @param top1Loss what top-1 may lose for diversity */
    CollapseSettings settings(double top1Loss) {
        return new CollapseSettings(
                collapsedBelow, collapsedIterations, collapsedProximity, collapsedDiversityWeight, top1Loss);
    }
}
