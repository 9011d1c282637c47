package org.biggantune.command.tune;

import java.util.OptionalDouble;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.SelectionSettings;
import picocli.CommandLine.Option;

/** The options of {@code diversify}. */
final class DiversifyOptions extends TuningOptions {
    @Option(
            names = "--probability-floor",
            paramLabel = "SHARE",
            description = "Fraction of the original's probability, by classifier and judge, that the result must keep"
                    + " (default: ${DEFAULT-VALUE}).")
    private double probabilityFloor;

    DiversifyOptions(InstallDir home) {
        super(home);
    }

    @Override
    SelectionSettings selection(SelectionOptions common) {
        return common.settings(0, OptionalDouble.of(probabilityFloor));
    }

    @Override
    CollapseSettings collapse(CollapseOptions common) {
        return common.settings(0);
    }
}
