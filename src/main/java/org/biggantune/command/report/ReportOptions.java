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

/** The options of {@code report}. */
final class ReportOptions {
    private static final int MOST_SECONDS = 3600;

    final InstallDir home;

    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            description = "Folders of runs, or folders that contain runs, up to four levels deep.")
    List<Path> runs;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Also write a page with a table of all classes of all these runs to this file.")
    Optional<Path> out;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator for runs of a generator that is not a shipped one; without it, distances"
                    + " between embeddings are omitted (default: ${DEFAULT-VALUE}).")
    String generator;

    @Option(
            names = "--watch",
            fallbackValue = "true",
            description =
                    "Rewrite the pages repeatedly until all runs are finished; a page that is open in a browser reloads"
                            + " itself.")
    private boolean watch;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "With --watch: the interval between updates, from 1 to 3600 (default: ${DEFAULT-VALUE}).")
    private int every;

    ReportOptions(InstallDir home) {
        this.home = home;
    }

    /** Returns the seconds between updates; empty if pages are written once. */
    OptionalInt every() {
        return watch ? OptionalInt.of(every) : OptionalInt.empty();
    }

    /** Checks everything that can be checked without files and reports every error. */
    void check() {
        OptionCheck.all(() -> OptionRange.within("--every", every, 1, MOST_SECONDS), this::checkOut);
    }

    private void checkOut() {
        out.ifPresent(file -> {
            if (!file.toString().endsWith(".html")) {
                throw new InvalidOptionException("--out " + file + ": expected a file name that ends in .html");
            }
        });
    }
}
