package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.List;
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
    private long candidates;

    /** The steps of each start whose end is known. */
    private final List<Integer> ended = new ArrayList<>();

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
            int steps = state.stepsOfEnded(start);
            taken += steps == 0 ? state.step() : steps;
            if (steps > 0) {
                ended.add(steps);
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
        ended.add(steps);
    }

    /** The starts that take all their steps, as far as is known. */
    private long whole() {
        return (long) settings.start().starts() - ended.size();
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
        return whole() * stepsOfStart + ended.stream().mapToLong(steps -> steps).sum();
    }

    /** Candidates that were measured. */
    public long measuredCandidates() {
        return candidates;
    }

    /** All candidates, as far as is known. */
    public long candidates() {
        return whole() * candidatesOf(stepsOfStart)
                + ended.stream().mapToLong(this::candidatesOf).sum();
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
