package org.biggantune.command.models;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.cli.OverwriteOptions;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code models install} is asked to do. */
final class InstallOptions {
    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL",
            description =
                    "A name from models list, an address (https://…, or djl://GROUP/ARTIFACT/VERSION/NAME of DJL's"
                            + " zoo), or a file: a checkpoint, a TorchScript program or an archive of this tool.")
    List<String> models;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Take the model from this file instead of fetching it: on a machine without network, or for"
                    + " what only a browser can fetch.")
    Optional<Path> from;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "The name to install it under (default: the catalogue's, else the file's).")
    Optional<String> name;

    @Option(
            names = "--truncation",
            paramLabel = "FACTOR",
            description = "For a BigGAN-deep: whose batch statistics to take, above 0 and up to 1, as import does"
                    + " (default: the catalogue's).")
    Optional<Double> truncation;

    @Option(
            names = "--dry-run",
            fallbackValue = "true",
            description =
                    "Only show what would be fetched, its size and digest, and where it would go; without network.")
    boolean dryRun;

    @Mixin
    OverwriteOptions overwrite;

    /**
     * Requires that the numbers are in range.
     *
     * @throws InvalidOptionException if one is not
     */
    void check() {
        truncation.filter(factor -> !(factor > 0 && factor <= 1)).ifPresent(factor -> {
            throw new InvalidOptionException("--truncation " + factor + ": expected a number above 0 and up to 1");
        });
    }

    /** The options of {@code import} for a model: the catalogue's, and in their place those that are given. */
    Map<String, String> importOptions(Optional<CatalogEntry> entry) {
        Map<String, String> options =
                new LinkedHashMap<>(entry.map(CatalogEntry::options).orElse(Map.of()));
        truncation.ifPresent(factor -> options.put("truncation", factor.toString()));
        return options;
    }
}
