package org.biggantune.command.tune;

import java.util.OptionalDouble;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.Target;
import org.biggantune.cli.TargetFile;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.SelectionSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code repurpose} is asked to do. */
final class RepurposeOptions extends TuningOptions {
    private static final String KNOWN_PROXIMITY = "--known-proximity";

    @Option(
            names = "--target",
            required = true,
            paramLabel = "NAME|FILE",
            description = "The data set: a name from configs/targets (fashion10, places365) or a YAML file with its"
                    + " labels and a classifier that knows them.")
    private String target;

    @Option(
            names = KNOWN_PROXIMITY,
            paramLabel = "FACTOR",
            description =
                    "Classes that the generator knows by name start at their own embedding with this pull, as improve"
                            + " tunes them (--proximity on the command line counts instead); none: they are treated like"
                            + " all others (default: ${DEFAULT-VALUE}).")
    private String knownProximity;

    @Mixin
    private FloorOptions floor;

    RepurposeOptions(InstallDir home) {
        super(home);
    }

    /** Reads the data set whose classes are wanted. */
    Target target() {
        return TargetFile.read(home, target);
    }

    /**
     * λ, at least 0, for classes that the generator knows by name, which start at their own row; empty: they are treated
     * like all others.
     */
    OptionalDouble knownProximity() {
        if (knownProximity.equals("none")) {
            return OptionalDouble.empty();
        }
        try {
            double pull = Double.parseDouble(knownProximity);
            OptionRange.notNegative(KNOWN_PROXIMITY, pull);
            return OptionalDouble.of(pull);
        } catch (NumberFormatException e) {
            throw new InvalidOptionException(
                    KNOWN_PROXIMITY + " " + knownProximity + ": expected none or a number of 0 or more", e);
        }
    }

    @Override
    SelectionSettings selection(SelectionOptions common) {
        return common.settings(floor.diversity, OptionalDouble.empty());
    }

    @Override
    CollapseSettings collapse(CollapseOptions common) {
        return common.settings(floor.collapsedTop1Loss);
    }

    @Override
    void check() {
        OptionCheck.all(super::check, this::knownProximity);
    }
}
