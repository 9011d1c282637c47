package org.biggantune.command.tune;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.report.JsonLines;
import org.biggantune.runfolder.ClassFolder;
import org.biggantune.runfolder.EventFormat;
import org.biggantune.runfolder.SavedTuning;
import org.biggantune.runfolder.StateFile;
import org.biggantune.runfolder.TensorBoardLog;
import org.biggantune.tuning.Candidate;
import org.biggantune.tuning.Refusal;
import org.biggantune.tuning.RelativeDiversity;
import org.biggantune.tuning.StepMetrics;
import org.biggantune.tuning.TunedParameters;
import org.biggantune.tuning.TuningListener;
import org.biggantune.tuning.TuningPhase;
import org.biggantune.tuning.TuningState;

/**
 * Listens to the tuning of a class: appends a line to {@code events.jsonl} for each step, candidate and early end of a
 * start, updates the progress, writes step files, and saves the state every so many steps, every few seconds, at the
 * end of a start and when the tuning is stopped. Event lines are forced to disk before the state that counts them.
 */
final class TuningEvents implements TuningListener {

    private static final double NANOS = 1e9;

    /** A killed process loses at most this much work, or one step if that takes longer. */
    private static final double SAVE_SECONDS = 5;

    private final ClassLabel label;
    private final TuningSettings settings;
    private final ClassFolder folder;
    private final JsonLines events;
    private final TuningProgress progress;
    private final StateFile file;
    private final StepFiles steps;
    private final double secondsBefore;
    private final Optional<TensorBoardLog> board;
    private final long begun = System.nanoTime();
    private Optional<SavedTuning> reached = Optional.empty();
    private double savedAt;
    private int unsaved;
    private int latest;

    /**
     * Creates the listener.
     *
     * @param label the class
     * @param settings the tuning's settings
     * @param folder the class's open folder, borrowed
     * @param progress shows the progress
     * @param file the state file
     * @param steps writes the step files
     * @param secondsBefore the time spent on the class by earlier processes
     * @param board the TensorBoard log, if any; borrowed
     */
    TuningEvents(
            ClassLabel label,
            TuningSettings settings,
            ClassFolder folder,
            Progress progress,
            StateFile file,
            StepFiles steps,
            double secondsBefore,
            Optional<TensorBoardLog> board) {
        this.label = label;
        this.settings = settings;
        this.folder = folder;
        this.events = folder.events();
        this.progress = new TuningProgress(label, settings, progress);
        this.file = file;
        this.steps = steps;
        this.secondsBefore = secondsBefore;
        this.board = board;
    }

    /**
     * Starts the progress.
     *
     * @param from the state to resume from, if any
     */
    void begin(Optional<TuningState> from) {
        progress.begin(from);
    }

    @Override
    public void onPhase(TuningPhase phase) {
        progress.phase(phase);
    }

    /** Returns the time spent on the class so far by all processes. */
    double seconds() {
        return secondsBefore + (System.nanoTime() - begun) / NANOS;
    }

    @Override
    public void onState(Supplier<TuningState> state) {
        boolean first = reached.isEmpty();
        SavedTuning now = new SavedTuning(file.run(), label.index(), events.length(), seconds(), state.get());
        reached = Optional.of(now);
        boolean end = latest == progress.stepsOfStart();
        if (first || end || unsaved >= file.every() || now.seconds() - savedAt >= SAVE_SECONDS) {
            save(now);
        }
        file.stop().check();
    }

    private void save(SavedTuning state) {
        events.force();
        state.write(file.path());
        savedAt = state.seconds();
        unsaved = 0;
    }

    /**
     * Saves the last state before the tuning was stopped.
     *
     * @param stop the exception that stopped it
     * @return an exception with a message for the user
     */
    StoppedException stopped(StoppedException stop) {
        reached.ifPresent(this::save);
        return new StoppedException(
                stop.getMessage() + " while tuning class " + label + "; its state is saved, run the same command with"
                        + " --out " + file.directory() + " to resume",
                stop);
    }

    @Override
    public void onCollapsed(RelativeDiversity diversity) {
        String line = String.format(
                Locale.ROOT,
                "%s counts as collapsed: its samples are %.2f times as diverse as those of other classes (standard"
                        + " error %.2f, --collapsed-below %s); tuning for diversity, not for closeness",
                label,
                diversity.share(),
                diversity.error(),
                settings.collapse().below());
        progress.collapsed(line);
    }

    @Override
    public boolean wants(int step) {
        return steps.wants(step, false) || step % file.every() == 0;
    }

    @Override
    public void onStep(int start, int step, StepMetrics outcome) {
        // Parallel starts each take the same step before there is a state to save.
        unsaved += step == latest ? 0 : 1;
        latest = step;
        board.ifPresent(log -> log.step(start, step, outcome));
        progress.step(outcome);
        folder.onStep(progress.taken(), progress.steps());
        EventFormat.write(events, label, start, step, outcome);
    }

    @Override
    public void onCandidate(Candidate candidate, List<Refusal> refusals) {
        EventFormat.write(events, label, candidate, refusals);
        board.ifPresent(log -> log.candidate(candidate));
        progress.candidate(candidate);
    }

    @Override
    public void onEmbedding(int start, int step, boolean last, Supplier<TunedParameters> row) {
        if (steps.wants(step, last)) {
            steps.write(label, start, step, row.get());
        }
    }

    @Override
    public void onEarlyEnd(int start, int taken) {
        EventFormat.writeEarlyEnd(events, label, start, taken, progress.stepsOfStart() - taken);
        progress.endedEarly(taken);
    }
}
