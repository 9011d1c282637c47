package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.SelectionSettings;
import org.biggantune.runfolder.ScanFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code improve}. */
final class ImproveOptions extends TuningOptions {
    private static final int MOST_CLASSES = 1_000_000;

    @Option(
            names = "--from-scan",
            paramLabel = "FILE|DIR",
            description = "Instead of --class: tune the classes that a scan found worth tuning, worst first. Give the"
                    + " scan's folder, its scan.json, or the output of scan --json.")
    private Optional<Path> fromScan = Optional.empty();

    @Option(
            names = "--worst",
            paramLabel = "N",
            description = "With --from-scan: tune only the N worst classes; 0: all (default: ${DEFAULT-VALUE}).")
    private int worst;

    @Mixin
    private FloorOptions floor;

    ImproveOptions(InstallDir home) {
        super(home);
    }

    @Override
    List<String> classExpressions() {
        return fromScan.map(file -> ScanFile.read(file).expressions(worst == 0 ? Integer.MAX_VALUE : worst))
                .orElseGet(super::classExpressions);
    }

    @Override
    void requireGenerator(String sha256) {
        fromScan.ifPresent(file -> ScanFile.read(file).requireGenerator(sha256));
    }

    @Override
    void check() {
        OptionCheck.all(super::check, this::checkClasses, () -> OptionRange.within("--worst", worst, 0, MOST_CLASSES));
    }

    private void checkClasses() {
        boolean named = !classes.expressions().isEmpty();
        if (named == fromScan.isPresent()) {
            throw new InvalidOptionException(
                    named
                            ? "--class and --from-scan are mutually exclusive; give one of them"
                            : "no classes to improve; give --class, or --from-scan with the result of a scan");
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
}
