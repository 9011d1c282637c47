package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.failure.SettingsConflictException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that somebody writes to while copies of it are made. */
class TouchedArchiveTest {
    private static final String MATRIX = "shared.weight";
    private static final int CLASSES = 8;

    @TempDir
    Path folder;

    private Path file;
    private Path target;

    @BeforeEach
    void copyModel() throws IOException {
        file = Files.copy(Path.of("models", "demo.pt"), folder.resolve("model.pt"));
        target = folder.resolve("copy.pt");
        Files.writeString(target, "what was there");
    }

    @Test
    void copies_ofATouchedArchive_areNotPublished() throws IOException {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            float[] values = archive.tensors().finiteFloats(MATRIX);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
            assertThatThrownBy(() -> archive.replaceTensor(target, MATRIX, values))
                    .isInstanceOf(SettingsConflictException.class)
                    .hasMessage(file + ": changed while it was read; run again once it is complete");
            assertThatThrownBy(() -> archive.replaceMatrix(target, MATRIX, CLASSES, values, Map.of()))
                    .isInstanceOf(SettingsConflictException.class);
            assertThatThrownBy(() -> archive.copyWith(target, Map.of())).isInstanceOf(SettingsConflictException.class);
            assertThatThrownBy(() -> archive.convertTensors(target, List.of(), ScalarType.BFLOAT16, Map.of()))
                    .isInstanceOf(SettingsConflictException.class);
        }
        assertThat(target).hasContent("what was there");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }
}
