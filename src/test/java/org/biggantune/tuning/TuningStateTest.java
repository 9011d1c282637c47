package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.biggantune.domain.settings.Optimizer;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.MeasuredSamples;
import org.biggantune.metric.SampleScores;
import org.biggantune.support.Comparisons;
import org.biggantune.support.Settings;
import org.junit.jupiter.api.Test;

/**
 * Which states a tuning of three starts, two of them together, can have come to: embeddings of 3 numbers, 6 steps each.
 */
class TuningStateTest {
    private static final int COLUMNS = 3;
    private static final int LATENTS = 2;
    private static final SampleScores SCORES = new SampleScores(new ClassifierScore(0, 0, 0), Optional.empty(), 0);
    private static final MeasuredSamples ORIGINAL = Comparisons.samples(SCORES, 4);

    private final Settings settings = new Settings();

    TuningStateTest() {
        settings.starts = 3;
        settings.parallelStarts = 2;
        settings.initialNoise = 0.1;
    }

    @Test
    void requireOwn_statesOnTheWay_arePassed() {
        accepted(state(0, 0, 6, 0));
        accepted(state(0, 6, 6, 6, candidate(0, 6, 1, 3), candidate(1, 2, 1, 3)));
        accepted(state(0, 4, 3, 4, candidate(0, 4, 1, 3), candidate(0, 4, 0.5, 3)));
        accepted(state(0, 6, 0, 6, candidate(0, 6, 0.5, 3), candidate(1, 6, 0.5, 3)));
        accepted(state(2, 1, 3, 1, candidate(0, 6, 1, 3)));
    }

    @Test
    void requireOwn_noiseLayer_countsItsNumbers() {
        settings.noiseLayer = true;
        accepted(state(2, 1, 3 + 6, 1));
        refused("3 parameters, expected 1 times 9", state(2, 1, 3, 1));
        refused("a candidate of 3 numbers", state(2, 1, 3 + 6, 1, candidate(0, 6, 1, 3)));
    }

    @Test
    void requireOwn_whatNoTuningComesTo_isRefused() {
        refused("step 99 of 6", state(0, 99, 6, 99));
        refused("step -1 of 6", state(0, -1, 6, 0));
        refused("start 1 of 3", state(1, 0, 6, 0));
        refused("start 4 of 3", state(4, 0, 6, 0));
        refused("start -2 of 3", state(-2, 0, 6, 0));
        refused("3 parameters, expected 2 times 3", state(0, 1, 3, 1));
        refused("6 parameters, expected 1 times 3", state(2, 1, 6, 1));
        refused("5 steps for 6 parameters and 1 steps", state(0, 1, 6, 5));
        refused("a candidate of start 2, step 1", state(0, 1, 6, 1, candidate(2, 1, 1, 3)));
        refused("a candidate of start 0, step 7", state(2, 1, 3, 1, candidate(0, 7, 1, 3)));
        refused("a candidate of start 0, step 4", state(0, 2, 6, 2, candidate(0, 4, 1, 3)));
        refused("a candidate of start -1", state(0, 2, 6, 2, candidate(-1, 2, 1, 3)));
        refused("interpolation 1.5", state(0, 2, 6, 2, candidate(0, 2, 1.5, 3)));
        refused("interpolation NaN", state(0, 2, 6, 2, candidate(0, 2, Double.NaN, 3)));
        refused("a candidate of 4 numbers, expected 3", state(0, 2, 6, 2, candidate(0, 2, 1, 4)));
        TuningState state = state(0, 2, 6, 2);
        state.parameters()[1] = Float.NaN;
        refused("not finite", state);
        TuningState moments = state(0, 2, 6, 2);
        moments.moments().square()[5] = Float.POSITIVE_INFINITY;
        refused("not finite", moments);
    }

    @Test
    void requireOwn_startsThatCannotHaveEnded_areRefused() {
        refused("ended starts [2] of 3", ended(0, Set.of(2)));
        refused("ended starts [-1] of 3", ended(0, Set.of(-1)));
        refused("ended starts [0] of 3", ended(2, Set.of(0)));
    }

    private static TuningState ended(int start, Set<Integer> ended) {
        TuningState state = state(start, 1, 3, 1);
        return new TuningState(
                start, 1, ended, state.parameters(), state.moments(), ORIGINAL, List.of(), ForwardPasses.NONE);
    }

    /** Candidates could not be compared with it. */
    @Test
    void requireOwn_originalOfOtherLatents_isRefused() {
        settings.validationSamples = 10;
        refused("4 pairs of the original embedding, expected 5", state(0, 0, 6, 0));
    }

    @Test
    void requireOwn_averages_areThereWhereStepsAreAveraged() {
        refused("3 averages, expected 0", averaging(3));
        settings.optimizer = Optimizer.AVERAGED;
        accepted(averaging(3));
        refused("0 averages, expected 3", averaging(0));
        TuningState state = averaging(3);
        state.moments().average()[1] = Float.NaN;
        refused("expected 3 finite ones", state);
    }

    private static TuningState averaging(int averages) {
        OptimizerState moments = new OptimizerState(new float[3], new float[3], new float[averages], 1);
        return new TuningState(2, 1, Set.of(0, 1), new float[3], moments, ORIGINAL, List.of(), ForwardPasses.NONE);
    }

    private void accepted(TuningState state) {
        assertThatCode(() -> state.requireOwn(settings.build(), COLUMNS, LATENTS))
                .doesNotThrowAnyException();
    }

    private void refused(String why, TuningState state) {
        assertThatThrownBy(() -> state.requireOwn(settings.build(), COLUMNS, LATENTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static TuningState state(int start, int step, int numbers, int steps, Candidate... candidates) {
        OptimizerState moments = new OptimizerState(new float[numbers], new float[numbers], new float[0], steps);
        return new TuningState(
                start,
                step,
                ended(start, candidates),
                new float[numbers],
                moments,
                ORIGINAL,
                List.of(candidates),
                ForwardPasses.NONE);
    }

    /** Ended are the starts before the group, and those of it that have a candidate of the back-off. */
    private static Set<Integer> ended(int start, Candidate... candidates) {
        return Stream.concat(
                        IntStream.range(0, start).boxed(),
                        Arrays.stream(candidates)
                                .filter(candidate -> candidate.interpolation() < 1)
                                .map(Candidate::start))
                .collect(Collectors.toSet());
    }

    private static Candidate candidate(int start, int step, double share, int numbers) {
        return new Candidate(
                start, step, share, new float[numbers], Optional.empty(), 0, SCORES, Comparisons.same(SCORES, 1));
    }
}
