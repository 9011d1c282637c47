package org.biggantune.command.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.command.exchange.ModelImport;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.importer.ImportKind;
import org.biggantune.model.ModelFile;
import picocli.CommandLine;

/**
 * Creates the archive of a model to install: imports a checkpoint or program, or copies an archive.
 *
 * @param kind the kind that it must have, if known
 * @param options the options of {@code import}
 * @param caller the command, whose defaults for the other options apply
 */
record ModelPreparation(Optional<ImportKind> kind, Map<String, String> options, CommandLine caller) {
    /**
     * Creates the archive.
     *
     * @param file a checkpoint, a program or an archive
     * @param archive the file to write
     * @return the kind, {@code generator} or {@code classifier}
     * @throws UnsupportedInputException if the file is of another or unknown kind
     */
    String prepare(Path file, Path archive) {
        if (kind.filter(ImportKind.DETECTOR::equals).isPresent()) {
            return detector(file, archive);
        }
        Optional<String> imported = kindOf(file);
        if (imported.isPresent()) {
            requireKind(file, imported.get());
            copy(file, archive);
            return imported.get();
        }
        ImportKind found = ImportKind.of(file);
        requireKind(file, found.label());
        ModelImport.run(caller, found, file, archive, options);
        return found.label();
    }

    /** A detector is taken as it is: no number may differ from its publisher's. */
    private static String detector(Path file, Path archive) {
        if (!TorchScriptArchive.isTorchScript(file)) {
            throw new UnsupportedInputException(file + ": is no TorchScript program, expected a detector");
        }
        copyFile(file, archive);
        return ImportKind.DETECTOR.label();
    }

    private void requireKind(Path file, String found) {
        if (kind.isPresent() && !kind.get().label().equals(found)) {
            throw new UnsupportedInputException(
                    file + ": is a " + found + ", expected a " + kind.get().label());
        }
    }

    private void copy(Path file, Path archive) {
        if (!options.isEmpty()) {
            throw new SettingsConflictException(
                    "--" + options.keySet().iterator().next() + ": " + file
                            + " is already a model of this tool and not imported again; leave the option out");
        }
        copyFile(file, archive);
        if (kindOf(archive).filter(ImportKind.GENERATOR.label()::equals).isPresent()) {
            ModelFile.generator(archive);
        } else {
            ModelFile.classifier(archive);
        }
    }

    private static void copyFile(Path file, Path archive) {
        try {
            Files.copy(file, archive, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new WriteFailedException(archive + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Returns the kind recorded in an archive of this tool; empty for any other file. */
    static Optional<String> kindOf(Path file) {
        if (!TorchScriptArchive.isTorchScript(file)) {
            return Optional.empty();
        }
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            return archive.extra(MetadataFormat.FILE).map(bytes -> MetadataFormat.kind(file, bytes));
        }
    }
}
