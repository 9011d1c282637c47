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
 * Makes the archive of a model that is to be installed: imports a checkpoint or a program, or takes an archive as it is.
 *
 * @param kind what it must be, if that is known
 * @param options of {@code import}
 * @param caller the command that installs, whose defaults of the other options count
 */
record ModelPreparation(Optional<ImportKind> kind, Map<String, String> options, CommandLine caller) {
    /**
     * Makes an archive.
     *
     * @param file a checkpoint, a program or an archive
     * @param archive the file to write
     * @return its kind, {@code generator} or {@code classifier}
     * @throws UnsupportedInputException if the file is of another kind, or of none
     */
    String prepare(Path file, Path archive) {
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
                            + " is an archive of this tool, which is not imported again; leave the option out");
        }
        try {
            Files.copy(file, archive, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new WriteFailedException(archive + ": cannot be written: " + e.getMessage(), e);
        }
        if (kindOf(archive).filter(ImportKind.GENERATOR.label()::equals).isPresent()) {
            ModelFile.generator(archive);
        } else {
            ModelFile.classifier(archive);
        }
    }

    /** The kind that an archive of this tool says it is; empty for any other file. */
    static Optional<String> kindOf(Path file) {
        if (!TorchScriptArchive.isTorchScript(file)) {
            return Optional.empty();
        }
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            return archive.extra(MetadataFormat.FILE).map(bytes -> MetadataFormat.kind(file, bytes));
        }
    }
}
