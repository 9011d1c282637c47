package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.SelectionSettings;
import org.biggantune.runfolder.ScanFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code improve}. */
final class ImproveOptions extends TuningOptions {
    private static final int MOST_CLASSES = 1_000_000;

    /** The value of {@code --real-level} for no file. */
    private static final String NONE = "none";

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

    @Option(
            names = "--real-level",
            paramLabel = "FILE",
            description =
                    "Stop at the level of real images, beyond which FID rises: of the candidates to which the judge"
                            + " gives as much probability as to real images, the nearest wins. FILE: the result of evaluate"
                            + " --real (default: ${DEFAULT-VALUE}).")
    private Path realLevel;

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
    Optional<Path> realLevel() {
        return Optional.ofNullable(realLevel).filter(path -> !path.toString().equals(NONE));
    }

    @Override
    void requireGenerator(String sha256) {
        fromScan.ifPresent(file -> ScanFile.read(file).requireGenerator(sha256));
    }

    @Override
    void check() {
        OptionCheck.all(
                super::check,
                this::checkClasses,
                this::checkLevel,
                () -> OptionRange.within("--worst", worst, 0, MOST_CLASSES));
    }

    /** Real images are evaluated as the networks were trained; seen otherwise, samples cannot be compared with them. */
    private void checkLevel() {
        if (realLevel().isPresent() && preprocessing != Preprocessing.STANDARD) {
            throw new SettingsConflictException("--real-level " + realLevel + " with --preprocessing "
                    + preprocessing.label() + ": evaluate shows real images with --preprocessing "
                    + Preprocessing.STANDARD.label() + "; leave one of them out");
        }
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
