package org.biggantune.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void factor_constant_isOne() {
        assertThat(Schedule.CONSTANT.factor(0, 7)).isEqualTo(1);
        assertThat(Schedule.CONSTANT.factor(6, 7)).isEqualTo(1);
    }

    @Test
    void factor_cosine_fallsFromOneTowardsZero() {
        assertThat(Schedule.COSINE.factor(0, 4)).isEqualTo(1);
        assertThat(Schedule.COSINE.factor(1, 4)).isCloseTo((2 + Math.sqrt(2)) / 4, within(1e-15));
        assertThat(Schedule.COSINE.factor(2, 4)).isCloseTo(0.5, within(1e-15));
        assertThat(Schedule.COSINE.factor(3, 4)).isCloseTo((2 - Math.sqrt(2)) / 4, within(1e-15));
        assertThat(Schedule.COSINE.factor(0, 1)).isEqualTo(1);
    }
}
