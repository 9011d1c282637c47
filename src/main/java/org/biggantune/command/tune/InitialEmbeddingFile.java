package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.archive.ArrayInput;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.settings.StartSettings;
import org.biggantune.io.DigestedFile;

/**
 * The content of {@code --initial-file}.
 *
 * @param source the file's name and digest, which are part of the run's identity
 * @param rows the embeddings, at least one
 */
record InitialEmbeddingFile(SourceFile source, EmbeddingMatrix rows) {
    private static final String OPTION = "--initial-file";

    /**
     * Reads the file named in the settings, if any.
     *
     * @param columns the length of the generator's embeddings
     * @throws org.biggantune.domain.failure.MissingInputException if the file is missing
     * @throws org.biggantune.domain.failure.CorruptInputException if it is damaged or has a number that is not finite
     * @throws org.biggantune.domain.failure.UnsupportedInputException if its shape is not that of embeddings
     * @throws org.biggantune.domain.failure.SettingsConflictException if it has too few rows for the starts, without noise
     */
    static Optional<InitialEmbeddingFile> find(StartSettings settings, int columns) {
        Optional<InitialEmbeddingFile> found = settings.file().map(file -> read(file, columns));
        found.ifPresent(initial -> settings.requireDifferent(
                initial.rows().rows(), OPTION + " " + settings.file().orElseThrow()));
        return found;
    }

    /** Reads float32 or float64 numbers: one embedding [columns], or several [rows, columns]. */
    static InitialEmbeddingFile read(Path file, int columns) {
        DigestedFile digested = DigestedFile.of(file);
        ArrayInput array = ArrayInput.read(OPTION, file, columns);
        digested.requireUntouched();
        SourceFile source = new SourceFile(String.valueOf(file.getFileName()), digested.sha256());
        return new InitialEmbeddingFile(source, new EmbeddingMatrix(array.rows(), columns, array.values()));
    }
}
