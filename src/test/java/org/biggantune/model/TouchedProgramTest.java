package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.support.RuntimeTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs whose files somebody keeps writing to while they are looked through and loaded. */
class TouchedProgramTest extends RuntimeTests {
    private static final int ATTEMPTS = 100;

    @TempDir
    Path folder;

    @Test
    void open_fileThatChangesMeanwhile_isRefused() throws Exception {
        Path file = Files.copy(Path.of("models", "demo.pt"), folder.resolve("model.pt"));
        AtomicBoolean loading = new AtomicBoolean(true);
        Thread writer = new Thread(() -> touch(file, loading));
        writer.start();
        try {
            for (Precision precision : Precision.values()) {
                assertThatThrownBy(() -> repeatedly(() -> open(file, precision)))
                        .as(precision.label())
                        .isInstanceOf(SettingsConflictException.class)
                        .hasMessage(file + ": changed while it was read; run again once it is complete");
            }
            assertThatThrownBy(() -> repeatedly(() -> new TorchProgram(file, runtime)))
                    .isInstanceOf(SettingsConflictException.class);
        } finally {
            loading.set(false);
            writer.join();
        }
    }

    private TorchProgram open(Path file, Precision precision) {
        return TorchProgram.open(
                ModelFile.generator(file, Optional.of(precision), true).file(), runtime);
    }

    /** Until the writer got a turn while the program was loaded. */
    private static void repeatedly(Supplier<TorchProgram> loading) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            loading.get().close();
        }
    }

    private static void touch(Path file, AtomicBoolean loading) {
        try {
            for (long time = 0; loading.get(); time++) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(time));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
