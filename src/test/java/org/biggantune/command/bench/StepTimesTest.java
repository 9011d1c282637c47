package org.biggantune.command.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepTimesTest {
    /** Expected numbers from NumPy: {@code numpy.quantile([3, 1, 4, 1.5, 9, 2.5], [0.5, 0.25, 0.75])}. */
    @Test
    void quantiles_ofSixSteps_areNumPys() {
        StepTimes times = new StepTimes(List.of(3.0, 1.0, 4.0, 1.5, 9.0, 2.5));
        assertThat(times.median()).isEqualTo(2.75);
        assertThat(times.quantile(0.25)).isEqualTo(1.75);
        assertThat(times.quantile(0.75)).isEqualTo(3.75);
        assertThat(times.interquartileRange()).isCloseTo(2.0, within(1e-12));
        assertThat(times.shortest()).isEqualTo(1.0);
    }

    @Test
    void quantiles_ofOneStep_areIt() {
        StepTimes times = new StepTimes(List.of(2.0));
        assertThat(times.median()).isEqualTo(2.0);
        assertThat(times.interquartileRange()).isZero();
    }

    @Test
    void medianRatioTo_aBusyRound_isNotMoved() {
        StepTimes slow = new StepTimes(List.of(4.0, 40.0, 6.0));
        StepTimes fast = new StepTimes(List.of(2.0, 2.0, 2.0));
        assertThat(slow.medianRatioTo(fast)).isEqualTo(3.0);
        assertThat(fast.medianRatioTo(slow)).isCloseTo(1 / 3.0, within(1e-12));
        StepTimes two = new StepTimes(List.of(1.0, 1.0));
        assertThatThrownBy(() -> slow.medianRatioTo(two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 rounds against 2");
    }

    @Test
    void constructor_withoutSteps_refuses() {
        assertThatThrownBy(() -> new StepTimes(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
