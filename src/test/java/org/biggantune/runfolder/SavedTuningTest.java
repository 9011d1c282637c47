package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.biggantune.support.Comparisons;
import org.biggantune.tuning.Candidate;
import org.biggantune.tuning.ForwardPasses;
import org.biggantune.tuning.OptimizerState;
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
            Set.of(0, 2),
            new float[] {1.5f, -0.25f, Float.MIN_VALUE},
            new OptimizerState(new float[] {1, 2, 3}, new float[] {4, 5, 6}, new float[] {7, 8, 9}, 17),
            Comparisons.samples(ALONE, 3),
            List.of(
                    new Candidate(
                            0,
                            20,
                            0.9,
                            new float[] {7, 8, 9},
                            Optional.empty(),
                            0.5,
                            JUDGED,
                            Comparisons.same(JUDGED, 6)),
                    new Candidate(
                            0,
                            30,
                            1,
                            new float[] {7, 8, 9},
                            Optional.of(NoiseLayer.identity(2)),
                            0.25,
                            ALONE,
                            Comparisons.same(ALONE, 1))),
            new ForwardPasses(
                    new ForwardPasses.Count(1, 2), new ForwardPasses.Count(3, 4), new ForwardPasses.Count(5, 6)));
    private static final SavedTuning SAVED = new SavedTuning("run", 5, 12345678901L, 3.25, STATE);

    @TempDir
    Path folder;

    @Test
    void state_writtenAndRead_isTheSame() {
        Path file = folder.resolve("state.bin");
        SAVED.write(file);
        SavedTuning read = SavedTuning.read(file, "run", 5, state -> {});
        assertThat(read).usingRecursiveComparison().isEqualTo(SAVED);
    }

    /** 160 starts with a noise layer of 80 latents. */
    @Test
    void state_ofMoreThanAMillionNumbers_isReadAgain() {
        Path file = folder.resolve("state.bin");
        float[] numbers = new float[160 * (128 + 80 * 81)];
        numbers[numbers.length - 1] = 1.25f;
        OptimizerState moments = new OptimizerState(numbers, numbers, numbers, 17);
        new SavedTuning(
                        "run",
                        5,
                        0,
                        0,
                        new TuningState(
                                1,
                                17,
                                Set.of(0),
                                numbers,
                                moments,
                                Comparisons.samples(ALONE, 64),
                                List.of(),
                                ForwardPasses.NONE))
                .write(file);
        TuningState read = SavedTuning.read(file, "run", 5, state -> {}).state();
        assertThat(read.parameters()).isEqualTo(numbers);
        assertThat(read.moments().square()).isEqualTo(numbers);
    }

    @Test
    void state_thatIsNotOfTheTuning_isDamaged() {
        Path file = folder.resolve("state.bin");
        SAVED.write(file);
        assertThatThrownBy(() -> SavedTuning.read(file, "run", 5, state -> {
                    throw new IllegalArgumentException("step " + state.step() + " of 12");
                }))
                .isInstanceOf(CorruptInputException.class)
                .hasMessage(file + ": the state is damaged (step 17 of 12); delete it to tune the class from the"
                        + " start");
    }

    /** Files whose checksum somebody has put right. */
    @Test
    void state_withLengthsThatCannotBe_isDamagedAndTakesNoMemory() throws IOException {
        Path file = folder.resolve("state.bin");
        SAVED.write(file);
        byte[] whole = Files.readAllBytes(file);
        int lengths = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\0\0\0\1\0\0\0\21") + 8;
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 28, 4}) {
            ByteBuffer bytes = ByteBuffer.wrap(whole.clone());
            bytes.putInt(lengths, length);
            Files.write(file, withChecksum(bytes.array()));
            assertThatThrownBy(() -> SavedTuning.read(file, "run", 5, state -> {}))
                    .as("length %s", length)
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageContaining("the state is damaged")
                    .hasMessageNotContaining("null");
        }
        Files.write(file, withChecksum(Arrays.copyOf(whole, whole.length - 20)));
        assertThatThrownBy(() -> SavedTuning.read(file, "run", 5, state -> {}))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("damaged (it ends early)");
        Files.write(file, withChecksum(Arrays.copyOf(whole, whole.length + 9)));
        assertThatThrownBy(() -> SavedTuning.read(file, "run", 5, state -> {}))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("unexpected length");
    }

    private static byte[] withChecksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(bytes.length - Long.BYTES, crc.getValue());
        return bytes;
    }

    @Test
    void state_ofAnotherRunOrClass_isRefused() {
        Path file = folder.resolve("state.bin");
        SAVED.write(file);
        assertThatThrownBy(() -> SavedTuning.read(file, "other", 5, state -> {}))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining("state of another run; delete it");
        assertThatThrownBy(() -> SavedTuning.read(file, "run", 6, state -> {}))
                .isInstanceOf(SettingsConflictException.class);
    }

    @Test
    void state_ofAnotherVersion_isRefused() throws IOException {
        Path file = folder.resolve("state.bin");
        SAVED.write(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[2 + "biggan-tune state".length() + 3] = 9;
        Files.write(file, bytes);
        assertThatThrownBy(() -> SavedTuning.read(file, "run", 5, state -> {}))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("state of version 9, but this tool reads version 7");
    }

    @Test
    void state_cutOrChangedAnywhere_isDamaged() throws IOException {
        Path file = folder.resolve("state.bin");
        SAVED.write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SavedTuning.read(file, "run", 5, state -> {}))
                    .as("cut to %s", length)
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageContaining("the state is damaged");
        }
        int afterVersion = 2 + "biggan-tune state".length() + Integer.BYTES;
        for (int place = afterVersion; place < whole.length; place++) {
            byte[] changed = whole.clone();
            changed[place] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> SavedTuning.read(file, "run", 5, state -> {}))
                    .as("changed at %s", place)
                    .isInstanceOf(CorruptInputException.class);
        }
    }
}
