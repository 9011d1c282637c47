package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import org.biggantune.domain.settings.LoadSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPartsTest {
    /** Parts of equal latents (whole pairs, at least four) and equal threads. */
    @ParameterizedTest
    @CsvSource({
        "16, 1, 1",
        "16, 2, 2",
        "16, 3, 1",
        "16, 4, 4",
        "16, 6, 2",
        "16, 16, 4",
        "10, 2, 1",
        "10, 5, 1",
        "20, 5, 5",
        "8, 2, 2",
        "8, 4, 2",
        "4, 2, 1",
        "2, 2, 1",
        "64, 64, 16"
    })
    void ofProcessor_batchAndThreads_areSharedEvenly(int batch, int threads, int expected) {
        assertThat(BatchParts.defaultOf(batch, threads)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 3, 3", "1, 3, 1", "5, 3, 5"})
    void asked_aNumber_goesBeforeWhatSuits(int asked, int suiting, int expected) {
        assertThat(BatchParts.asked(new LoadSettings(0, asked, 1), suiting)).isEqualTo(expected);
    }
}
