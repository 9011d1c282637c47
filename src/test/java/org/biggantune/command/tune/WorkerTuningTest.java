package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkerTuningTest {
    @ParameterizedTest
    @CsvSource({"8, 2, 4", "8, 3, 2", "2, 4, 1", "1, 1, 1"})
    void threads_ofAll_areDivided(int all, int workers, int each) {
        assertThat(WorkerTuning.threads(OptionalInt.of(all), workers)).isEqualTo(each);
    }
}
