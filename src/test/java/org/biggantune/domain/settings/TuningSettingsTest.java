package org.biggantune.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.support.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TuningSettingsTest {
    private final Settings settings = new Settings();

    private static Arguments wrong(BiConsumer<Settings, Double> change, double value, String message) {
        return Arguments.of(change, value, message);
    }

    static Stream<Arguments> wrongSettings() {
        BiConsumer<Settings, Double> rate = (s, v) -> s.learningRate = v;
        return Stream.of(
                wrong(rate, 0, "--learning-rate 0.0: expected a number above 0"),
                wrong(rate, -1, "--learning-rate -1.0: expected a number above 0"),
                wrong(rate, Double.NaN, "--learning-rate NaN: expected a number above 0"),
                wrong(rate, Double.POSITIVE_INFINITY, "--learning-rate Infinity: expected a number above 0"),
                wrong((s, v) -> s.weightDecay = v, -0.1, "--weight-decay -0.1: expected 0 or more"),
                wrong((s, v) -> s.proximity = v, Double.NaN, "--proximity NaN: expected 0 or more"),
                wrong((s, v) -> s.diversityWeight = v, -1, "--diversity-weight -1.0: expected 0 or more"),
                wrong((s, v) -> s.initialNoise = v, -1, "--initial-noise -1.0: expected 0 or more"),
                wrong((s, v) -> s.iterations = v.intValue(), 0, "--iterations 0: expected 1 to 1000000"),
                wrong((s, v) -> s.stepsPerLatents = v.intValue(), 0, "--steps-per-latents 0: expected 1 to 1000000"),
                wrong((s, v) -> s.starts = v.intValue(), 0, "--starts 0: expected 1 to 10000"),
                wrong((s, v) -> s.rankingSamples = v.intValue(), 0, "--ranking-samples 0: expected 1 to 100000"),
                wrong((s, v) -> s.patience = v.intValue(), -1, "--patience -1: expected 0 to 1000000"),
                wrong((s, v) -> s.evaluateEvery = v.intValue(), 0, "--evaluate-every 0: expected 1 to 1000000"),
                wrong((s, v) -> s.batch = v.intValue(), 3, "--batch 3: expected an even number from 2 to 65536"),
                wrong((s, v) -> s.batch = v.intValue(), 0, "--batch 0: expected an even number from 2 to 65536"),
                wrong(
                        (s, v) -> s.validationSamples = v.intValue(),
                        7,
                        "--validation-samples 7: expected an even number from 2 to 100000"),
                wrong(
                        (s, v) -> s.testSamples = v.intValue(),
                        -2,
                        "--test-samples -2: expected an even number from 2 to 100000"),
                wrong((s, v) -> s.diversityFloor = v, 1.1, "--diversity-floor 1.1: expected 0 to 1"),
                wrong((s, v) -> s.diversityFloor = v, Double.NaN, "--diversity-floor NaN: expected 0 to 1"),
                wrong(
                        (s, v) -> s.iterations = s.stepsPerLatents = v.intValue(),
                        50_000,
                        "--iterations × --steps-per-latents: more than 2147483647 steps"));
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void constructor_valueOutOfRange_isRefused(BiConsumer<Settings, Double> change, double value, String message) {
        change.accept(settings, value);
        assertThatThrownBy(settings::build)
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage(message);
    }

    @Test
    void constructor_startsThatWouldBeEqual_areRefused() {
        settings.starts = 3;
        assertThatThrownBy(settings::build)
                .isInstanceOf(SettingsConflictException.class)
                .hasMessage("--starts 3 with --initial-noise 0: all starts would be the same;"
                        + " give noise above 0 or one start");
        settings.initialNoise = 0.1;
        assertThat(settings.build().start().starts()).isEqualTo(3);
    }

    @Test
    void steps_ofOneStart_areIterationsTimesStepsPerLatents() {
        settings.iterations = 7;
        settings.stepsPerLatents = 5;
        assertThat(settings.build().steps()).isEqualTo(35);
    }
}
