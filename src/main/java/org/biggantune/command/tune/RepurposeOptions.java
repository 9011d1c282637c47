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

/** The options of {@code repurpose}. */
final class RepurposeOptions extends TuningOptions {
    private static final String KNOWN_PROXIMITY = "--known-proximity";

    @Option(
            names = "--target",
            required = true,
            paramLabel = "NAME|FILE",
            description = "The data set: a name from configs/targets (fashion10, places365), or a YAML file with its"
                    + " labels and a classifier trained on them.")
    private String target;

    @Option(
            names = KNOWN_PROXIMITY,
            paramLabel = "FACTOR",
            description =
                    "Classes that the generator knows by name start from their own embedding with this pull towards it,"
                            + " as in improve, unless --proximity is on the command line; none: treat them like all"
                            + " others (default: ${DEFAULT-VALUE}).")
    private String knownProximity;

    @Mixin
    private FloorOptions floor;

    RepurposeOptions(InstallDir home) {
        super(home);
    }

    /** Reads the target's file. */
    Target target() {
        return TargetFile.read(home, target);
    }

    /**
     * Returns λ, at least 0, for classes that the generator knows by name, which start from their own embedding; empty to
     * treat them like all others.
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
