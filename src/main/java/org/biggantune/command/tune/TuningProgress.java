package org.biggantune.command.tune;

import java.util.Locale;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.report.SignificantDigits;
import org.biggantune.tuning.Candidate;
import org.biggantune.tuning.StepMetrics;
import org.biggantune.tuning.TuningPhase;
import org.biggantune.tuning.TuningState;
import org.biggantune.tuning.TuningWork;

/** Shows the progress of tuning a class: its phase, and the fraction done of all phases together. */
final class TuningProgress {
    private static final int DECIMALS = 3;

    private final ClassLabel label;
    private final TuningSettings settings;
    private final Progress progress;
    private final TuningWork work;

    TuningProgress(ClassLabel label, TuningSettings settings, Progress progress) {
        this.label = label;
        this.settings = settings;
        this.progress = progress;
        this.work = new TuningWork(settings);
    }

    /** Starts the progress, at a saved state if there is one. */
    void begin(Optional<TuningState> from) {
        from.ifPresent(state -> {
            work.resumeFrom(state);
            progress.say(label.index() + " " + label.name() + ": resuming at " + place(state));
        });
        progress.begin(label.name(), work.total());
        progress.resume(work.done());
    }

    private String place(TuningState state) {
        int starts = settings.start().starts();
        if (state.start() >= starts) {
            return "the report";
        }
        String step = "step " + state.step();
        int last = Math.min(starts, state.start() + settings.load().parallelStarts());
        if (starts == 1) {
            return step;
        }
        return (last - state.start() == 1
                        ? "start " + last
                        : String.format(Locale.ROOT, "starts %d to %d", state.start() + 1, last))
                + " of " + starts + ", " + step;
    }

    void phase(TuningPhase phase) {
        work.phase(phase);
        progress.advance(work.done(), "");
        switch (phase) {
            case STEPS -> progress.phase(phase.title(), work.taken(), work.steps());
            case CANDIDATES -> progress.phase(phase.title(), work.measuredCandidates(), work.candidates());
            default -> progress.phase(phase.title(), 0, 0);
        }
    }

    void step(StepMetrics outcome) {
        work.step();
        progress.phase(TuningPhase.STEPS.title(), work.taken(), work.steps());
        progress.advance(
                work.done(),
                "loss " + SignificantDigits.of(outcome.loss(), DECIMALS) + ", probability "
                        + SignificantDigits.of(outcome.probability(), DECIMALS));
    }

    void candidate(Candidate candidate) {
        work.candidate(candidate);
        progress.resize(work.total());
        progress.phase(TuningPhase.CANDIDATES.title(), work.measuredCandidates(), work.candidates());
        progress.advance(
                work.done(),
                "probability "
                        + SignificantDigits.of(candidate.scores().classifier().probability(), DECIMALS)
                        + ", pair diversity "
                        + SignificantDigits.of(candidate.scores().pairDiversity(), DECIMALS));
    }

    /** Returns the steps taken so far in all starts. */
    long taken() {
        return work.taken();
    }

    /** Returns the total number of steps. */
    long steps() {
        return work.steps();
    }

    /** Prints a line for the user. */
    void say(String line) {
        progress.say(line);
    }

    /** Reports that the class is collapsed, which changes the number of steps. */
    void collapsed(String line) {
        progress.say(line);
        work.collapsed();
        progress.resize(work.total());
    }

    /** Returns the maximum number of steps of a start. */
    int stepsOfStart() {
        return work.stepsOfStart();
    }

    void endedEarly(int steps) {
        work.endedEarly(steps);
        progress.resize(work.total());
    }
}
