package org.biggantune.command.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.OverwriteOptions;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code merge}. */
final class MergeOptions {
    final InstallDir home;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "The folder of a run, or one that contains runs.")
    List<Path> runs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of the combined run, new or of an earlier merge (default for a single run: the"
                    + " run itself).")
    Optional<Path> out;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator of the runs, if it is not a shipped model; it is recognised by its digest"
                    + " (default: ${DEFAULT-VALUE}).")
    String generator;

    @Option(
            names = "--write-generator",
            paramLabel = "FILE",
            description = "Also write the generator with the tuned embeddings.")
    Optional<Path> writeGenerator;

    @Option(
            names = "--write-safetensors",
            paramLabel = "FILE",
            description = "Also write the matrix as a safetensors file.")
    Optional<Path> writeSafetensors;

    @Option(
            names = "--write-checkpoint",
            paramLabel = "FILE",
            description = "Also write a copy of the checkpoint of --into with the tuned embeddings.")
    Optional<Path> writeCheckpoint;

    @Option(
            names = "--into",
            paramLabel = "FILE",
            description = "The checkpoint that the generator was imported from, for --write-checkpoint.")
    Optional<Path> into;

    @Option(
            names = "--report",
            negatable = true,
            fallbackValue = "true",
            description = "Write report.html for the combined run (default: ${DEFAULT-VALUE}).")
    boolean report;

    @Mixin
    OverwriteOptions overwrite;

    MergeOptions(InstallDir home) {
        this.home = home;
    }

    /** Checks everything that can be checked without files. */
    void check() {
        if (writeCheckpoint.isPresent() != into.isPresent()) {
            throw new InvalidOptionException("--write-checkpoint and --into require each other; give both or neither");
        }
        List<Path> files =
                outputs().map(file -> file.toAbsolutePath().normalize()).toList();
        if (Set.copyOf(files).size() < files.size()) {
            throw new InvalidOptionException("--write-generator, --write-safetensors and --write-checkpoint:"
                    + " two of them name the same file; give each its own");
        }
    }

    /** Returns the files to write besides those of the run's folder. */
    Stream<Path> outputs() {
        return Stream.of(writeGenerator, writeSafetensors, writeCheckpoint).flatMap(Optional::stream);
    }
}
