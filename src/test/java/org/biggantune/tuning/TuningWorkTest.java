package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.BackOff;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.metric.Measure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The count of work against tunings that are done. */
final class TuningWorkTest extends ShirtTuning {
    /** Counts as a tuning goes on. */
    private final class Counter implements TuningListener {
        private final TuningWork work = new TuningWork(settings.build());
        private final List<Long> left = new ArrayList<>();
        private final List<TuningPhase> phases = new ArrayList<>();
        private final List<TuningState> states = new ArrayList<>();

        private void look() {
            left.add(work.total() - work.done());
        }

        @Override
        public void onPhase(TuningPhase phase) {
            work.phase(phase);
            phases.add(phase);
            look();
        }

        @Override
        public void onStep(int start, int step, StepMetrics outcome) {
            work.step();
            look();
        }

        @Override
        public void onCandidate(Candidate candidate, List<Refusal> refusals) {
            work.candidate(candidate);
            look();
        }

        @Override
        public void onEarlyEnd(int start, int steps) {
            work.endedEarly(steps);
            look();
        }

        @Override
        public void onState(Supplier<TuningState> state) {
            states.add(state.get());
        }
    }

    private Counter count(Optional<TuningState> from) {
        Counter counter = new Counter();
        from.ifPresent(counter.work::resumeFrom);
        new ClassTuner(demo.runtime(), demo.generator(), demo.examiner(), Optional.empty(), settings.build(), 1)
                .tune(new TuningSubject(SHIRT, row(), OptionalDouble.empty(), Optional.empty(), level), from, counter);
        return counter;
    }

    private void assertComplete(Counter counter) {
        TuningWork work = counter.work;
        assertThat(work.taken()).isEqualTo(work.steps());
        assertThat(work.measuredCandidates()).isEqualTo(work.candidates());
        // Nothing but the report is left, and there is never more left than before.
        assertThat(counter.left.get(counter.left.size() - 1)).isEqualTo(2L * settings.testSamples);
        assertThat(counter.left).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void tune_wholeStarts_countsEveryStepAndCandidate() {
        settings.starts = 2;
        settings.initialNoise = 0.05;
        settings.evaluateEvery = 4;
        Counter counter = count(Optional.empty());
        assertComplete(counter);
        assertThat(counter.work.steps()).isEqualTo(2 * 6);
        // At steps 4 and 6, and eight on the way back.
        assertThat(counter.work.candidates()).isEqualTo(2 * 10);
        TuningPhase at = TuningPhase.CANDIDATES;
        assertThat(counter.phases).containsExactly(TuningPhase.BEFORE, at, at, at, at, TuningPhase.REPORT);
    }

    @Test
    void tune_backOffIfNeeded_countsWhatItTakes() {
        settings.backOff = BackOff.NEEDED;
        settings.evaluateEvery = 4;
        settings.learningRate = 1e-30;
        Counter counter = count(Optional.empty());
        assertComplete(counter);
        // At steps 4 and 6, and both points on the way back since nothing qualifies.
        assertThat(counter.work.candidates()).isEqualTo(4);
        for (TuningState state : counter.states) {
            assertComplete(count(Optional.of(state)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tune_backOffToALevel_countsItsLastPointToo(BackOff kind) {
        settings.backOff = kind;
        settings.evaluateEvery = 4;
        level = Optional.of(new RealLevel(Measure.CLASSIFIER_PROBABILITY, 0));
        Counter above = count(Optional.empty());
        assertThat(above.work.taken()).isZero();
        assertThat(above.phases).containsExactly(TuningPhase.BEFORE, TuningPhase.REPORT);
        level = Optional.of(new RealLevel(Measure.CLASSIFIER_PROBABILITY, validation() + 1e-6));
        Counter counter = count(Optional.empty());
        assertComplete(counter);
        assertThat(counter.work.candidates()).isEqualTo(2 + (kind == BackOff.ALL ? 9 : 3));
        for (TuningState state : counter.states) {
            assertComplete(count(Optional.of(state)));
        }
    }

    private double validation() {
        return scores(row(), StreamPurpose.VALIDATION).classifier().probability();
    }

    @Test
    void collapsed_withABatchOfItsOwn_countsItsSteps() {
        settings.collapse = new CollapseSettings(0.5, 3, 2, 0, 0, 0);
        TuningWork work = new TuningWork(settings.build());
        work.phase(TuningPhase.STEPS);
        long before = work.total();
        assertThat(before).isEqualTo(8 + 6 * 3 * 4 + (3 + 8) * 8 + 2 * 64);
        work.collapsed();
        assertThat(work.total()).isEqualTo(8 + 9 * 3 * 2 + (5 + 8) * 8 + 2 * 64);
    }

    @Test
    void tune_startsThatEndEarly_countsWhatTheySpare() {
        settings.stand();
        Counter counter = count(Optional.empty());
        assertThat(counter.work.steps()).isLessThan(2 * 10);
        assertComplete(counter);
    }

    @Test
    void tune_goingOnFromAnyState_countsWhatWasDone() {
        settings.stand();
        List<TuningState> states = count(Optional.empty()).states;
        assertThat(states).hasSizeGreaterThan(6);
        for (TuningState state : states) {
            assertComplete(count(Optional.of(state)));
        }
    }

    @Test
    void resumeFrom_aClassThatTurnsOutToBeCollapsed_countsTheStepsOfOne() {
        settings.starts = 2;
        settings.initialNoise = 0.05;
        settings.evaluateEvery = 4;
        Counter alone = count(Optional.empty());
        List<TuningState> later =
                alone.states.stream().filter(state -> state.start() == 1).toList();
        assertThat(later).isNotEmpty();
        settings.collapse = new CollapseSettings(0.5, settings.iterations, settings.batch, 0, 0, 0);
        settings.iterations = 1;
        for (TuningState state : later) {
            TuningWork work = new TuningWork(settings.build());
            work.resumeFrom(state);
            work.collapsed();
            assertThat(work.steps()).isEqualTo(alone.work.steps());
            assertThat(work.candidates()).isEqualTo(alone.work.candidates());
        }
    }
}
