package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.domain.settings.BackOff;
import org.biggantune.domain.settings.TuningSettings;

/**
 * Tracks how much of a class's tuning is done, in images passing through the networks; an image of a step counts three
 * times because of its backward pass.
 */
public final class TuningWork {
    private static final int PASSES_OF_A_STEP = 3;

    private final TuningSettings settings;
    private int stepsOfStart;
    private long step;
    private final long candidate;
    private final long report;

    private boolean measured;
    private long taken;
    private long candidates;
    private long backOffs;
    private long backOffsToLevel;

    /** The numbers of steps of the starts that have ended early. */
    private final List<Integer> ended = new ArrayList<>();

    /** Creates the progress of a tuning that has not begun. */
    public TuningWork(TuningSettings settings) {
        this.settings = settings;
        this.stepsOfStart = settings.steps();
        this.step = (long) PASSES_OF_A_STEP * settings.optimization().batch();
        this.candidate = settings.selection().validationSamples();
        this.report = 2L * settings.selection().testSamples();
    }

    /** Counts everything before a resumed state as done. */
    public void resumeFrom(TuningState state) {
        measured = true;
        state.candidates().forEach(this::candidate);
        int end = Math.min(
                settings.start().starts(), state.start() + settings.load().parallelStarts());
        for (int start = 0; start < end; start++) {
            int steps = state.stepsOfEnded(start);
            taken += steps == 0 ? state.step() : steps;
            if (steps > 0) {
                ended.add(steps);
            }
        }
    }

    /** Notes the beginning of a phase. */
    public void phase(TuningPhase phase) {
        measured |= phase != TuningPhase.BEFORE;
    }

    /** Switches to the steps of a collapsed class. */
    public void collapsed() {
        TuningSettings own = settings.ofCollapsed();
        stepsOfStart = own.steps();
        step = (long) PASSES_OF_A_STEP * own.optimization().batch();
    }

    /** Returns the maximum number of steps of a start. */
    public int stepsOfStart() {
        return stepsOfStart;
    }

    /** Counts a step of one start. */
    public void step() {
        measured = true;
        taken++;
    }

    /** Counts an evaluated candidate. */
    public void candidate(Candidate evaluated) {
        candidates++;
        backOffs += evaluated.interpolation() < 1 ? 1 : 0;
        backOffsToLevel += evaluated.interpolation() == ParallelRestarts.BACK_OFF_TO_LEVEL ? 1 : 0;
    }

    /** Notes that a start ended early, after all its candidates. */
    public void endedEarly(int steps) {
        ended.add(steps);
    }

    /** Returns the number of starts expected to take all steps. */
    private long whole() {
        return (long) settings.start().starts() - ended.size();
    }

    /** Returns the number of candidates of a start with the given number of steps. */
    private long candidatesOf(int steps) {
        int every = settings.selection().evaluateEvery();
        boolean atEnd = steps == stepsOfStart && steps % every != 0;
        return (long) steps / every + (atEnd ? 1 : 0);
    }

    /** Returns the steps taken by all starts. */
    public long taken() {
        return taken;
    }

    /** Returns the expected steps of all starts. */
    public long steps() {
        return whole() * stepsOfStart + ended.stream().mapToLong(steps -> steps).sum();
    }

    /** Returns the number of candidates evaluated. */
    public long measuredCandidates() {
        return candidates;
    }

    /** Returns the expected number of candidates. */
    public long candidates() {
        return whole() * candidatesOf(stepsOfStart)
                + ended.stream().mapToLong(this::candidatesOf).sum()
                + backOffs();
    }

    /** Returns the expected candidates of the back-off: those that are made only if needed once they were. */
    private long backOffs() {
        return settings.selection().backOff() == BackOff.ALL
                ? (long) settings.start().starts() * ParallelRestarts.BACK_OFF.length + backOffsToLevel
                : backOffs;
    }

    /** Returns the units done. */
    public long done() {
        return (measured ? candidate : 0) + taken * step + candidates * candidate;
    }

    /** Returns the expected total of units. */
    public long total() {
        return candidate + steps() * step + candidates() * candidate + report;
    }
}
