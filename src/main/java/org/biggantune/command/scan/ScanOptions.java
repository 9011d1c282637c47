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

/** The options of {@code scan}. */
final class ScanOptions {
    private static final int MOST_SHEETS = 1000;
    private static final int MOST_IMAGES = 1024;

    final InstallDir home;

    @Mixin
    private ClassOptions classes;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator to scan (default: ${DEFAULT-VALUE}).")
    String generator;

    @Option(
            names = "--classifier",
            paramLabel = "NAME|FILE",
            description = "The classifier that rates the samples (default: ${DEFAULT-VALUE}).")
    String classifier;

    @Option(
            names = "--preprocessing",
            paramLabel = "KIND",
            description = "Preprocessing of the classifier's input, as in its training or as in the reference release:"
                    + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Preprocessing preprocessing;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Samples per class, an even number of at least 4 (default: ${DEFAULT-VALUE}).")
    int samples;

    @Option(
            names = "--collapsed-below",
            paramLabel = "SHARE",
            description = "A class counts as collapsed if the diversity of its samples, divided by their contrast, is"
                    + " below this fraction of the other classes' median; 0: never (default: ${DEFAULT-VALUE}).")
    double collapsedBelow;

    @Option(
            names = "--sheets",
            paramLabel = "N",
            description = "Draw the worst N classes; 0: none (default: ${DEFAULT-VALUE}).")
    int sheets;

    @Option(names = "--grid", paramLabel = "N", description = "Images in each picture (default: ${DEFAULT-VALUE}).")
    int grid;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The scan's folder (default: a new one in scans/). A scan with the same settings is resumed.")
    Optional<Path> out;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the latents (default: ${DEFAULT-VALUE}).")
    long seed;

    @Mixin
    ComputeOptions compute;

    ScanOptions(InstallDir home) {
        this.home = home;
    }

    /** Returns the expressions that select classes; by default all. */
    List<String> expressions() {
        return classes.expressions().isEmpty() ? List.of("all") : classes.expressions();
    }

    /** Checks everything that can be checked without files and reports every error. */
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
