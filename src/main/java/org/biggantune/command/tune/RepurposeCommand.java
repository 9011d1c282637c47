package org.biggantune.command.tune;

import java.util.OptionalDouble;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.TargetFile;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.settings.TuningSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code repurpose}: tunes new rows, for the classes of another data set. */
@Command(
        name = "repurpose",
        header = "Make the generator draw another data set's classes",
        mixinStandardHelpOptions = true,
        customSynopsis = "biggan-tune repurpose --target NAME|FILE [--class CLASS]... [OPTIONS]",
        sortOptions = false,
        description = {
            "Makes the generator draw another data set's classes: tunes a new embedding for each, or for those of"
                    + " --class, starting at the row that comes nearest to it. The rest of the generator stays as it is.",
            "",
            "Examples:",
            "  biggan-tune repurpose --target fashion10",
            "  biggan-tune repurpose --target places365 --generator biggan.pt --class beach"
        })
public final class RepurposeCommand extends TuningCommand {
    static final String KNOWN_PROXIMITY = "--known-proximity";

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
            description = "Classes that the generator knows by name start at their own row with this pull, as improve"
                    + " tunes them (--proximity on the command line counts instead); none: they are treated like"
                    + " all others (default: ${DEFAULT-VALUE}).")
    private String knownProximity;

    @Mixin
    private FloorOptions floor;

    public RepurposeCommand(InstallDir home) {
        super(home);
    }

    @Override
    public TuningRun prepare() {
        TuningSettings wanted = tuning().settings(floor, collapse());
        RepurposeRequest request = new RepurposeRequest(
                TargetFile.read(home(), target), knownProximity(wanted.proximity()), request(wanted));
        return new RepurposeRun(request, crew(), progress());
    }

    private OptionalDouble knownProximity(double proximity) {
        if (knownProximity.equals("none")) {
            return OptionalDouble.empty();
        }
        if (typed("--proximity")) {
            return OptionalDouble.of(proximity);
        }
        try {
            return OptionalDouble.of(Double.parseDouble(knownProximity));
        } catch (NumberFormatException e) {
            throw new InvalidOptionException(
                    KNOWN_PROXIMITY + " " + knownProximity + ": expected none or a number of 0 or more", e);
        }
    }
}
