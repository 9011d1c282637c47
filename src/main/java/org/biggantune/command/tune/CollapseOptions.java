package org.biggantune.command.tune;

import org.biggantune.domain.settings.CollapseSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How collapsed classes are told and tuned. */
final class CollapseOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(
            names = "--collapsed-below",
            paramLabel = "SHARE",
            description = "A class counts as collapsed when its samples differ, over their contrast, by less than"
                    + " this share of the median of the other classes; 0: never" + DEFAULT)
    private double collapsedBelow;

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

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    CollapseSettings settings(double proximity, double diversityWeight, double top1Loss) {
        return new CollapseSettings(
                collapsedBelow,
                given("--proximity") ? proximity : collapsedProximity,
                given("--diversity-weight") ? diversityWeight : collapsedDiversityWeight,
                top1Loss);
    }

    /** Whether the command line itself has an option: it then holds for every class. */
    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }
}
