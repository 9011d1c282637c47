package org.biggantune.command.tune;

import java.util.OptionalDouble;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.SelectionSettings;
import picocli.CommandLine.Mixin;

/** What {@code improve} is asked to do. */
final class ImproveOptions extends TuningOptions {
    @Mixin
    private FloorOptions floor;

    ImproveOptions(InstallDir home) {
        super(home);
    }

    @Override
    SelectionSettings selection(SelectionOptions common) {
        return common.settings(floor.diversity, OptionalDouble.empty());
    }

    @Override
    CollapseSettings collapse(CollapseOptions common) {
        return common.settings(floor.collapsedTop1Loss);
    }
}
