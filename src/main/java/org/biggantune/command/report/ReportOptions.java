package org.biggantune.command.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code report} is asked to do. */
final class ReportOptions {
    private static final int MOST_SECONDS = 3600;

    final InstallDir home;

    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            description = "Folders of runs, or folders that hold some, up to four deep.")
    List<Path> runs;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Also write one page there with a table of all classes of all these runs.")
    Optional<Path> out;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator of runs whose generator is not a shipped one; without it distances between"
                    + " embeddings are left out (default: ${DEFAULT-VALUE}).")
    String generator;

    @Option(
            names = "--watch",
            fallbackValue = "true",
            description =
                    "Write the pages again and again until all runs are finished; a page that is open in a browser"
                            + " keeps itself current.")
    private boolean watch;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "With --watch: between two writings, from 1 to 3600 (default: ${DEFAULT-VALUE}).")
    private int every;

    ReportOptions(InstallDir home) {
        this.home = home;
    }

    /** The seconds between two writings; empty: pages are written once. */
    OptionalInt every() {
        return watch ? OptionalInt.of(every) : OptionalInt.empty();
    }

    /** Refuses what can be refused without files, all of it at once. */
    void check() {
        OptionCheck.all(() -> OptionRange.within("--every", every, 1, MOST_SECONDS), this::checkOut);
    }

    private void checkOut() {
        out.ifPresent(file -> {
            if (!file.toString().endsWith(".html")) {
                throw new InvalidOptionException(
                        "--out " + file + ": expected the name of a page, one that ends in .html");
            }
        });
    }
}
