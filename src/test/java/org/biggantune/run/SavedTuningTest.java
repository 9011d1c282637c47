package org.biggantune.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.SettingsConflictException;
import org.biggantune.domain.UnsupportedInputException;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.biggantune.tuning.Candidate;
import org.biggantune.tuning.Moments;
import org.biggantune.tuning.TuningState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SavedTuningTest {
    private static final SampleScores ALONE =
            new SampleScores(new ClassifierScore(0.25, 0.5, 1.5), Optional.empty(), 2);
    private static final SampleScores JUDGED = new SampleScores(
            new ClassifierScore(1, 0.75, 0.125), Optional.of(new ClassifierScore(0.5, 0.25, 3)), Double.MIN_VALUE);
    private static final TuningState STATE = new TuningState(
            1,
            17,
            new float[] {1.5f, -0.25f, Float.MIN_VALUE},
            new Moments(new float[] {1, 2, 3}, new float[] {4, 5, 6}, 17),
            ALONE,
            List.of(
                    new Candidate(0, 20, 0.9, new float[] {7, 8, 9}, Optional.empty(), 0.5, JUDGED),
                    new Candidate(0, 30, 1, new float[] {7, 8, 9}, Optional.of(NoiseLayer.identity(2)), 0.25, ALONE)));
    private static final SavedTuning SAVED = new SavedTuning("run", 5, 12345678901L, 3.25, STATE);

    @TempDir
    Path folder;

    @Test
    void state_writtenAndRead_isTheSame() {
        Path file = folder.resolve("state.bin");
        SAVED.write(file);
        SavedTuning read = SavedTuning.read(file, "run", 5);
        assertThat(read).usingRecursiveComparison().isEqualTo(SAVED);
    }

    @Test
    void state_ofAnotherRunOrClass_isRefused() {
        Path file = folder.resolve("state.bin");
        SAVED.write(file);
        assertThatThrownBy(() -> SavedTuning.read(file, "other", 5))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining("state of another run; delete it");
        assertThatThrownBy(() -> SavedTuning.read(file, "run", 6)).isInstanceOf(SettingsConflictException.class);
    }

    @Test
    void state_ofAnotherVersion_isRefused() throws IOException {
        Path file = folder.resolve("state.bin");
        SAVED.write(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[2 + "biggan-tune state".length() + 3] = 9;
        Files.write(file, bytes);
        assertThatThrownBy(() -> SavedTuning.read(file, "run", 5))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("state of version 9, this version reads 3");
    }

    @Test
    void state_cutOrChangedAnywhere_isDamaged() throws IOException {
        Path file = folder.resolve("state.bin");
        SAVED.write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SavedTuning.read(file, "run", 5))
                    .as("cut to %s", length)
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageContaining("the state is damaged");
        }
        int afterVersion = 2 + "biggan-tune state".length() + Integer.BYTES;
        for (int place = afterVersion; place < whole.length; place++) {
            byte[] changed = whole.clone();
            changed[place] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> SavedTuning.read(file, "run", 5))
                    .as("changed at %s", place)
                    .isInstanceOf(CorruptInputException.class);
        }
    }
}
