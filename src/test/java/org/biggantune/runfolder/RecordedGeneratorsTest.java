package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedGeneratorsTest {
    @TempDir
    Path folder;

    @Test
    void requireUntouched_fileWrittenToSinceItsDigest_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("judge.pt"), "one");
        RecordedGenerators generators = new RecordedGenerators(new InstallDir(folder).models(), file);
        assertThatCode(() -> generators.requireUntouched(file))
                .as("of which no digest is told")
                .doesNotThrowAnyException();
        assertThat(generators.digest(file)).isEqualTo(Sha256.of(file));
        assertThatCode(() -> generators.requireUntouched(file)).doesNotThrowAnyException();
        Files.writeString(file, "another");
        assertThatThrownBy(() -> generators.requireUntouched(file))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining(Sha256.of(file));
    }
}
