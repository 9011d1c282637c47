package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.biggantune.domain.settings.BackOff;
import org.biggantune.domain.settings.Optimizer;
import org.biggantune.metric.Measure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tunings that were stopped, after a step, before its candidates or behind them, go on as if nothing had happened. */
class ClassTunerContinuationTest extends ShirtTuning {
    @Test
    void tune_fromAnyState_endsTheSame() {
        settings.starts = 2;
        settings.initialNoise = 0.05;
        settings.iterations = 2;
        settings.stepsPerLatents = 2;
        assertThat(assertAllStatesEndTheSame(true)).hasSize(2 * (1 + 4 + 2));
    }

    @Test
    void tune_fromAnyStateOfStartsThatEndEarly_endsTheSame() {
        settings.stand();
        assertThat(assertAllStatesEndTheSame(false)).hasSize(2 * (1 + 6 + 3));
    }

    @Test
    void tune_startsTogetherFromAnyState_endTheSame() {
        settings.stand();
        settings.starts = 3;
        settings.parallelStarts = 3;
        // One start gets better for a while, so that the others leave it alone.
        settings.learningRate = 1e-3;
        settings.patience = 1;
        assertThat(assertAllStatesEndTheSame(false).stream()
                        .map(state -> state.parameters().length)
                        .distinct())
                .as("starts leave at different steps")
                .hasSizeGreaterThan(2);
    }

    @Test
    void tune_noiseLayerFromAnyState_endsTheSame() {
        settings.noiseLayer = true;
        settings.starts = 2;
        settings.initialNoise = 0.05;
        settings.iterations = 2;
        settings.stepsPerLatents = 1;
        assertThat(assertAllStatesEndTheSame(true)).hasSize(2 * (1 + 2 + 1));
        assertThat(tune(true).assessment().candidate().orElseThrow().noiseLayer())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.7})
    void tune_averagedFromAnyState_endsTheSame(double proximity) {
        settings.optimizer = Optimizer.AVERAGED;
        settings.backOff = BackOff.NEEDED;
        settings.proximity = proximity;
        settings.starts = 2;
        settings.initialNoise = 0.05;
        settings.iterations = 4;
        settings.stepsPerLatents = 1;
        assertThat(assertAllStatesEndTheSame(true)).hasSize(2 * (1 + 4 + 2));
    }

    @Test
    void tune_upToALevelFromAnyState_endsTheSame() {
        settings.backOff = BackOff.NEEDED;
        settings.starts = 2;
        settings.initialNoise = 0.05;
        settings.iterations = 4;
        settings.stepsPerLatents = 2;
        settings.evaluateEvery = 4;
        double original = tune(true).validation().judge().orElseThrow().probability();
        steps.clear();
        level = Optional.of(new RealLevel(Measure.JUDGE_PROBABILITY, original + 1e-3));
        assertThat(assertAllStatesEndTheSame(true)).hasSize(2 * (1 + 8 + 2));
        assertThat(tune(true).assessment().candidate().orElseThrow().interpolation())
                .isLessThan(1);
    }

    @Test
    void tune_averagedStartsTogetherWithNoiseLayers_endTheSame() {
        settings.optimizer = Optimizer.AVERAGED;
        settings.backOff = BackOff.NEEDED;
        settings.proximity = 0.7;
        settings.starts = 3;
        settings.parallelStarts = 3;
        settings.initialNoise = 0.05;
        settings.iterations = 6;
        settings.stepsPerLatents = 1;
        settings.evaluateEvery = 1;
        settings.patience = 1;
        settings.noiseLayer = true;
        settings.learningRate = 0.5;
        List<TuningState> states = assertAllStatesEndTheSame(false);
        assertThat(states).extracting(state -> state.ended().size()).contains(0, settings.starts);
        assertThat(steps.found.stream().filter(candidate -> candidate.interpolation() < 1))
                .as("a start whose end qualifies has no way back")
                .hasSizeLessThan(2 * settings.starts);
    }

    /** Tunes, then again from each state that was told of. */
    private List<TuningState> assertAllStatesEndTheSame(boolean judged) {
        TuningResult whole = tune(judged);
        List<String> order = List.copyOf(steps.order);
        List<TuningState> states = List.copyOf(steps.states);
        for (TuningState state : states) {
            steps.clear();
            TuningResult rest = tune(judged, Optional.of(state), 1);
            assertThat(rest.embedding()).containsExactly(whole.embedding());
            // Also where the row stays: the candidate is the same.
            Candidate expected = whole.assessment().candidate().orElseThrow();
            Candidate found = rest.assessment().candidate().orElseThrow();
            assertThat(found).usingRecursiveComparison().isEqualTo(expected);
            assertThat(rest.noiseLayer()).isEqualTo(whole.noiseLayer());
            assertThat(rest.after()).isEqualTo(whole.after());
            assertThat(rest.steps()).isEqualTo(whole.steps());
            int done = order.size() - steps.order.size();
            assertThat(steps.order).isEqualTo(order.subList(done, order.size()));
        }
        return states;
    }
}
