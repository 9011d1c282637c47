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

/** What {@code merge} is asked to do. */
final class MergeOptions {
    final InstallDir home;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "The folder of a run, or one that holds some.")
    List<Path> runs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of the joined run, new or of an earlier merge (default: the run itself, where it"
                    + " is one).")
    Optional<Path> out;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator that the runs tuned, where it is no shipped model; it is recognised by its"
                    + " digest (default: ${DEFAULT-VALUE}).")
    String generator;

    @Option(
            names = "--write-generator",
            paramLabel = "FILE",
            description = "Also write the generator with the tuned rows in place.")
    Optional<Path> writeGenerator;

    @Option(
            names = "--write-safetensors",
            paramLabel = "FILE",
            description = "Also write the matrix as a safetensors file.")
    Optional<Path> writeSafetensors;

    @Option(
            names = "--write-checkpoint",
            paramLabel = "FILE",
            description = "Also write a copy of the checkpoint of --into with the tuned rows in place.")
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
            description = "Write the page report.html of the joined run, or not (default: ${DEFAULT-VALUE}).")
    boolean report;

    @Mixin
    OverwriteOptions overwrite;

    MergeOptions(InstallDir home) {
        this.home = home;
    }

    /** Refuses what can be refused without files. */
    void check() {
        if (writeCheckpoint.isPresent() != into.isPresent()) {
            throw new InvalidOptionException("--write-checkpoint FILE and --into CHECKPOINT go together; give both");
        }
        List<Path> files = Stream.of(writeGenerator, writeSafetensors, writeCheckpoint)
                .flatMap(Optional::stream)
                .map(file -> file.toAbsolutePath().normalize())
                .toList();
        if (Set.copyOf(files).size() < files.size()) {
            throw new InvalidOptionException("--write-generator, --write-safetensors and --write-checkpoint:"
                    + " two of them name the same file; give each its own");
        }
    }
}
