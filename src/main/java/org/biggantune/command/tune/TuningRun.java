package org.biggantune.command.tune;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.workers.StopSignal;
import org.biggantune.workers.WorkerChannel;

/** A run that tunes classes into a folder: alone, or as one of a sweep. */
public abstract sealed class TuningRun permits ImproveRun, RepurposeRun {
    /** So long a process may take to end that has models of its own. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** A process whose workers end first. */
    private static final Duration LIMIT_WITH_WORKERS = Duration.ofSeconds(30);

    /** For the kinds of runs. */
    TuningRun() {}

    /**
     * Runs, or goes on where an earlier run of the same folder stopped.
     *
     * @return what was found, class by class
     * @throws org.biggantune.domain.failure.BigganTuneException if something that the user can mend is wrong
     */
    public final ImproveSummary execute() {
        try (StopSignal stop = listen()) {
            return execute(stop);
        }
    }

    /**
     * Does what the process says that started this one as a worker; it has the run's folder open.
     *
     * @param in where tasks come from; their end is the end of the work
     * @param out where answers go
     * @throws org.biggantune.domain.failure.BigganTuneException as when running; the other process is told
     */
    public final void serve(InputStream in, PrintWriter out) {
        try (StopSignal stop = StopSignal.ofRun(LIMIT, progress()::say)) {
            WorkerChannel link = new WorkerChannel(in, out, stop);
            try {
                serve(link, stop);
            } catch (RuntimeException e) {
                link.failed(e);
                throw e;
            }
        }
    }

    /** Starts to listen for the signals that stop such a run; the caller closes it. */
    public final StopSignal listen() {
        return StopSignal.ofRun(hasWorkers() ? LIMIT_WITH_WORKERS : LIMIT, progress()::say);
    }

    /** Does what a link says. */
    abstract void serve(WorkerChannel link, StopCheck stop);

    /** Runs until it is stopped from elsewhere. */
    public abstract ImproveSummary execute(StopCheck stop);

    /** Is told how far the run is. */
    abstract Progress progress();

    /** Whether other processes do the work. */
    abstract boolean hasWorkers();

    /**
     * Checks models, classes and an earlier run of the folder, as running does before it tunes; writes nothing.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if running would be refused
     */
    public abstract void check();

    /** What no number of a row is outside: tuned ones are clamped, and one that stays is the generator's. */
    static EmbeddingBounds bounds(TuningSettings settings, EmbeddingMatrix original) {
        return settings.clamp().map(clamp -> clamp.including(original.values())).orElseGet(original::bounds);
    }

    /**
     * Whether the row of a finished class needs the layer that was trained with it: a matrix of rows alone would then draw
     * other images than were measured.
     */
    static boolean hasLayers(RunDirectory directory, List<ClassLabel> classes) {
        return classes.stream()
                .flatMap(label -> directory.finished(label).stream())
                .anyMatch(result -> result.path("noiseLayer").asBoolean());
    }

    /** Says so where the judge is no second opinion. */
    static void adviseJudge(ModelSet models, Progress progress) {
        if (models.judgeIsClassifier()) {
            progress.say("--judge is the classifier itself (the same SHA-256): it gives no second opinion.");
        }
    }

    /** Where the generator with the tuned rows is to go, if wanted. */
    public abstract Optional<Path> writeGenerator();
}
