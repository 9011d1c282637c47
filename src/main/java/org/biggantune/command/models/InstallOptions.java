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

/** The options of {@code models install}. */
final class InstallOptions {
    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL",
            description =
                    "A name from models list, an address (https://…, or djl://GROUP/ARTIFACT/VERSION/NAME in DJL's"
                            + " model zoo), or a file: a checkpoint, a TorchScript program or a model of this tool.")
    List<String> models;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Take the model from this file instead of downloading it, on a machine without network or for"
                    + " files that only a browser can download.")
    Optional<Path> from;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "The name to install the model under (default: the catalogue's, else the file's).")
    Optional<String> name;

    @Option(
            names = "--truncation",
            paramLabel = "FACTOR",
            description = "For a BigGAN-deep: the truncation to use, above 0 and up to 1, as for import (default: the"
                    + " catalogue's).")
    Optional<Double> truncation;

    @Option(
            names = "--dry-run",
            fallbackValue = "true",
            description =
                    "Only show what would be downloaded, its size and digest, and where it would be installed; uses no"
                            + " network.")
    boolean dryRun;

    @Mixin
    OverwriteOptions overwrite;

    /**
     * Checks the truncation.
     *
     * @throws InvalidOptionException if it is out of range
     */
    void check() {
        truncation.filter(factor -> !(factor > 0 && factor <= 1)).ifPresent(factor -> {
            throw new InvalidOptionException("--truncation " + factor + ": expected a number above 0 and up to 1");
        });
    }

    /** Returns the options of {@code import} for a model: the catalogue's, overridden by those given. */
    Map<String, String> importOptions(Optional<CatalogEntry> entry) {
        Map<String, String> options =
                new LinkedHashMap<>(entry.map(CatalogEntry::options).orElse(Map.of()));
        truncation.ifPresent(factor -> options.put("truncation", factor.toString()));
        return options;
    }
}
