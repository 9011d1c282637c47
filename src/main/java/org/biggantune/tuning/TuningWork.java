package org.biggantune.tuning;

import org.biggantune.domain.settings.TuningSettings;

/**
 * How much of a class's tuning is done. The unit is about an image that passes through the networks: one of a step counts
 * three times, as its gradient goes all the way back.
 */
public final class TuningWork {
    private static final int PASSES_OF_A_STEP = 3;

    private final TuningSettings settings;
    private int stepsOfStart;
    private final long step;
    private final long candidate;
    private final long report;

    private boolean measured;
    private long taken;
    private long spared;
    private long candidates;
    private long sparedCandidates;

    /** Nothing is done. */
    public TuningWork(TuningSettings settings) {
        this.settings = settings;
        this.stepsOfStart = settings.steps();
        this.step = (long) PASSES_OF_A_STEP * settings.optimization().batch();
        this.candidate = settings.selection().validationSamples();
        this.report = 2L * settings.selection().testSamples();
    }

    /** Takes as done what was before a state. */
    public void goOnFrom(TuningState state) {
        measured = true;
        candidates = state.candidates().size();
        int end = Math.min(
                settings.start().starts(), state.start() + settings.load().parallelStarts());
        for (int start = 0; start < end; start++) {
            int ended = state.stepsOfEnded(start);
            taken += ended == 0 ? state.step() : ended;
            if (ended > 0) {
                spare(ended);
            }
        }
    }

    /** A phase begins; the row to beat is measured before any but the first. */
    public void phase(TuningPhase phase) {
        measured |= phase != TuningPhase.BEFORE;
    }

    /** The class turned out to be collapsed. */
    public void collapsed() {
        stepsOfStart = settings.ofCollapsed().steps();
    }

    /** The most steps of one start. */
    public int stepsOfStart() {
        return stepsOfStart;
    }

    /** A step of a start was taken. */
    public void step() {
        measured = true;
        taken++;
    }

    /** A candidate was measured. */
    public void candidate() {
        candidates++;
    }

    /** A start has ended behind so many steps, its candidates all measured. */
    public void endedEarly(int steps) {
        spare(steps);
    }

    private void spare(int steps) {
        spared += stepsOfStart - steps;
        sparedCandidates += candidatesOf(stepsOfStart) - candidatesOf(steps);
    }

    /** The candidates of a start that takes so many steps. */
    private long candidatesOf(int steps) {
        int every = settings.selection().evaluateEvery();
        boolean atTheEnd = steps == stepsOfStart && steps % every != 0;
        return (long) steps / every + (atTheEnd ? 1 : 0) + ParallelRestarts.BACK_OFF.length;
    }

    /** Steps of all starts that were taken. */
    public long taken() {
        return taken;
    }

    /** Steps of all starts, as far as is known. */
    public long steps() {
        return (long) settings.start().starts() * stepsOfStart - spared;
    }

    /** Candidates that were measured. */
    public long measuredCandidates() {
        return candidates;
    }

    /** All candidates, as far as is known. */
    public long candidates() {
        return settings.start().starts() * candidatesOf(stepsOfStart) - sparedCandidates;
    }

    /** The units that are done. */
    public long done() {
        return (measured ? candidate : 0) + taken * step + candidates * candidate;
    }

    /** The units there are, as far as is known. */
    public long total() {
        return candidate + steps() * step + candidates() * candidate + report;
    }
}
