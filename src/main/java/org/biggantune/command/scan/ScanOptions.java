package org.biggantune.command.scan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.cli.ClassOptions;
import org.biggantune.cli.ComputeOptions;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.Preprocessing;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code scan} is asked to do. */
final class ScanOptions {
    private static final int MOST_SHEETS = 1000;
    private static final int MOST_IMAGES = 1024;

    final InstallDir home;

    @Mixin
    private ClassOptions classes;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator whose classes are looked at (default: ${DEFAULT-VALUE}).")
    String generator;

    @Option(
            names = "--classifier",
            paramLabel = "NAME|FILE",
            description = "The classifier that looks at them (default: ${DEFAULT-VALUE}).")
    String classifier;

    @Option(
            names = "--preprocessing",
            paramLabel = "KIND",
            description = "How images reach the classifier, as it was trained or as the reference release does:"
                    + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Preprocessing preprocessing;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Images of each class, an even number from 4 (default: ${DEFAULT-VALUE}).")
    int samples;

    @Option(
            names = "--collapsed-below",
            paramLabel = "SHARE",
            description = "A class counts as collapsed when its samples differ, over their contrast, by less than"
                    + " this share of the median of the other classes; 0: never (default: ${DEFAULT-VALUE}).")
    double collapsedBelow;

    @Option(
            names = "--sheets",
            paramLabel = "N",
            description = "Pictures of the worst N classes; 0: none (default: ${DEFAULT-VALUE}).")
    int sheets;

    @Option(names = "--grid", paramLabel = "N", description = "Images in each picture (default: ${DEFAULT-VALUE}).")
    int grid;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "The scan's folder (default: a new one in scans/). A folder of the same settings is continued.")
    Optional<Path> out;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the latents (default: ${DEFAULT-VALUE}).")
    long seed;

    @Mixin
    ComputeOptions compute;

    ScanOptions(InstallDir home) {
        this.home = home;
    }

    /** What selects classes: all of them unless the user says otherwise. */
    List<String> expressions() {
        return classes.expressions().isEmpty() ? List.of("all") : classes.expressions();
    }

    /** Refuses what can be refused without files, all of it at once. */
    void check() {
        OptionCheck.all(
                () -> OptionRange.even("--samples", samples, OptionRange.MOST_SAMPLES),
                () -> OptionRange.within("--samples", samples, 4, OptionRange.MOST_SAMPLES),
                () -> OptionRange.share("--collapsed-below", collapsedBelow),
                () -> OptionRange.within("--sheets", sheets, 0, MOST_SHEETS),
                () -> OptionRange.within("--grid", grid, 1, MOST_IMAGES),
                compute::check);
    }
}
