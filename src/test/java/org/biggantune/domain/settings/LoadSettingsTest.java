package org.biggantune.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadSettingsTest {
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @ValueSource(ints = {-2, 1, 5})
    void settings_aMicroBatchThatSplitsPairs_isRefused(int microBatch) {
        assertThatThrownBy(() -> new LoadSettings(microBatch, 1, 1))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--micro-batch " + microBatch + ": expected an even number from 2 to 65536");
    }

    @Test
    void settings_noStarts_areRefused() {
        assertThatThrownBy(() -> new LoadSettings(0, 1, -1))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--parallel-starts -1: expected 1 to 10000");
    }

    @Test
    void settings_noParts_areRefused() {
        assertThatThrownBy(() -> new LoadSettings(0, -1, 1))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--parallel-parts -1: expected 1 to 1024");
    }

    /** Whole pairs, evenly, and those that are worked on at once no more than the micro-batch. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 16, 16",
        "0, 2, 16, 8-8",
        "0, 2, 10, 6-4",
        "0, 3, 16, 6-6-4",
        "0, 9, 4, 2-2",
        "8, 1, 16, 8-8",
        "4, 1, 10, 4-4-2",
        "8, 2, 16, 4-4-4-4",
        "6, 2, 16, 2-2-2-2-2-2-2-2",
        "2, 4, 8, 2-2-2-2",
        "4, 4, 8, 2-2-2-2",
        "6, 4, 16, 2-2-2-2-2-2-2-2",
        "16, 2, 16, 8-8",
        "40, 2, 16, 8-8"
    })
    void pieces_microBatchAndParts_areWholePairsAsEvenAsCanBe(int microBatch, int parts, int batch, String expected) {
        int[] sizes =
                Arrays.stream(expected.split("-")).mapToInt(Integer::parseInt).toArray();
        assertThat(new LoadSettings(microBatch, parts, 1).chunkSizes(batch)).containsExactly(sizes);
    }

    /** For batches of up to 40 latents, in any parts and for any starts that are allowed. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 8, 10, 16, 32, 40})
    void pieces_underWayTogether_areNeverMoreThanTheMicroBatch(int microBatch) {
        for (int starts = 1; starts <= microBatch / 2; starts++) {
            for (int parts = 1; parts <= 9; parts++) {
                LoadSettings load = new LoadSettings(microBatch, parts, starts);
                for (int batch = 2; batch <= 40; batch += 2) {
                    int[] pieces = load.chunkSizes(batch);
                    int atOnce = Arrays.stream(pieces)
                                    .boxed()
                                    .sorted(Comparator.reverseOrder())
                                    .limit(load.concurrentChunks())
                                    .mapToInt(Integer::intValue)
                                    .sum()
                            * starts;
                    assertThat(atOnce).as("%s, batch %d", load, batch).isLessThanOrEqualTo(microBatch);
                    assertThat(Arrays.stream(pieces).sum()).isEqualTo(batch);
                }
            }
        }
    }

    @Test
    void settings_moreStartsThanTheMicroBatchHasPairs_contradict() {
        assertThatThrownBy(() -> new LoadSettings(6, 1, 4))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessage("--parallel-starts 4: a pair of latents for each is 8 at once, but --micro-batch allows 6;"
                        + " give at most 3 starts or a larger --micro-batch");
    }

    /** 80 GiB hold 64 GiB of starts, of 5 GiB each 12; where it is not known what one takes, one. */
    @ParameterizedTest
    @CsvSource({"5, 80, 5, 5", "100, 80, 5, 12", "4, 10, 8, 1", "4, 10, 9, 1", "4, 0, 9, 1", "4, 80, 0, 1"})
    void fitting_starts_areThoseThatFourFifthsOfTheFreeMemoryHold(int starts, long free, long one, int expected) {
        assertThat(LoadSettings.fitting(starts, free * GIB, one * GIB)).isEqualTo(expected);
    }
}
