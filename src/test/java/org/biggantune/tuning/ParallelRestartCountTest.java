package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.support.Settings;
import org.junit.jupiter.api.Test;

class ParallelRestartCountTest {
    private static LoadSettings asking(int parallelStarts) {
        Settings settings = new Settings();
        settings.parallelStarts = parallelStarts;
        settings.starts = 4;
        settings.initialNoise = 0.1;
        return settings.build().load();
    }

    @Test
    void ofWorkers_auto_isWhatTheRunBeganWith() {
        assertThat(ParallelRestartCount.ofWorkers(asking(LoadSettings.AUTO), OptionalInt.of(3)))
                .isEqualTo(3);
        assertThat(ParallelRestartCount.ofWorkers(asking(LoadSettings.AUTO), OptionalInt.empty()))
                .isEqualTo(1);
    }

    @Test
    void ofWorkers_aNumber_isThatNumber() {
        assertThat(ParallelRestartCount.ofWorkers(asking(2), OptionalInt.empty()))
                .isEqualTo(2);
    }
}
