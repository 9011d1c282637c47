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
 * Follows the tuning of a class: writes a line to {@code events.jsonl} for each step, each candidate and each start
 * that ends early, moves the progress, has steps drawn, and saves the state every so many steps, every few seconds, at
 * the end of a start and when the tuning is stopped. Lines are on the disk before the state that counts them is.
 */
final class TuningEvents implements TuningListener {

    private static final double NANOS = 1e9;

    /** Steps may be slow, and a process may be killed: no more than this is lost, and at most a step. */
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
     * A follower.
     *
     * @param label the class
     * @param settings how it is tuned
     * @param folder the class's open folder, borrowed
     * @param progress is moved
     * @param file where and how often the state is saved
     * @param steps where steps are drawn
     * @param secondsBefore the time spent on the class by earlier processes
     * @param board is told what TensorBoard shows, if that is wanted; borrowed
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
     * Begins to show how far the tuning is.
     *
     * @param from the state that it goes on from, if there is one
     */
    void begin(Optional<TuningState> from) {
        progress.begin(from);
    }

    @Override
    public void onPhase(TuningPhase phase) {
        progress.phase(phase);
    }

    /** The time spent on the class so far, all processes together. */
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
     * Saves the last state that the tuning was in, wherever it was stopped behind it.
     *
     * @param stop what stopped it
     * @return the same for the user
     */
    StoppedException stopped(StoppedException stop) {
        reached.ifPresent(this::save);
        return new StoppedException(
                stop.getMessage() + " while tuning class " + label + "; its state is saved, run the same command with"
                        + " --out " + file.directory() + " to go on",
                stop);
    }

    @Override
    public void onCollapsed(RelativeDiversity diversity) {
        String line = String.format(
                Locale.ROOT,
                "%s is taken for collapsed: its samples differ %.2f times as much as those of other classes (standard"
                        + " error %.2f, --collapsed-below %s); tuned for diversity, not for closeness",
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
        // Starts that are on their way together take a step each before there is a state of all.
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
