package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.io.ResidentMemory;
import org.biggantune.runfolder.ClassFolder;
import org.biggantune.runfolder.ClassResult;
import org.biggantune.runfolder.NoiseLayerFile;
import org.biggantune.runfolder.PeakMemory;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.SavedTuning;
import org.biggantune.runfolder.StateFile;
import org.biggantune.runfolder.TensorBoardLog;
import org.biggantune.tuning.TuningResult;
import org.biggantune.tuning.TuningState;
import org.biggantune.tuning.TuningSubject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tunes classes into their folders, resuming from the state that an earlier process saved. Borrows the loaded models. */
final class ClassTuning {
    private static final Logger LOG = LoggerFactory.getLogger(ClassTuning.class);

    private final TuningOptions options;
    private final ModelSet models;
    private final TuningModels loaded;
    private final RunDirectory directory;
    private final String run;
    private final Progress progress;
    private final StopCheck stop;

    /**
     * Creates a tuning for the classes of one run.
     *
     * @param options the run's options
     * @param models the models' files
     * @param loaded the loaded models, borrowed
     * @param directory the run's folder
     * @param run the digest of the run's identity
     * @param progress shows the progress of each class
     * @param stop stops the tuning, after saving its state
     */
    ClassTuning(
            TuningOptions options,
            ModelSet models,
            TuningModels loaded,
            RunDirectory directory,
            String run,
            Progress progress,
            StopCheck stop) {
        this.options = options;
        this.models = models;
        this.loaded = loaded;
        this.directory = directory;
        this.run = run;
        this.progress = progress;
        this.stop = stop;
    }

    /** Tunes a class and writes its result into its folder; does nothing if the class is finished. */
    void tune(StartingPoints.StartingPoint start) {
        try (ClassFolder folder = directory.open(start.subject().target())) {
            tune(start, folder);
        }
    }

    /** Does the same in a folder that the caller has opened; borrowed. */
    void tune(StartingPoints.StartingPoint start, ClassFolder folder) {
        // A worker may have finished it and died before reporting.
        if (!folder.finished()) {
            folder.onDevice(loaded.runtime().describe());
            tuneOpen(start, folder);
        }
    }

    private void tuneOpen(StartingPoints.StartingPoint start, ClassFolder folder) {
        TuningSubject subject = start.subject();
        ClassLabel label = subject.target();
        StateFile state = new StateFile(directory.root(), folder.stateFile(), run, options.run.checkpointEvery, stop);
        ResidentMemory.resetPeak();
        Optional<SavedTuning> saved = folder.savedState(label, state.run(), loaded.tuner()::requireOwn);
        Optional<TensorBoardLog> board = board(label);
        TuningEvents listener = new TuningEvents(
                label,
                loaded.tuning(),
                folder,
                progress,
                state,
                new StepFiles(folder.path(), loaded.pictures(), options.run.saveEvery),
                saved.map(SavedTuning::seconds).orElse(0.0),
                board);
        try {
            TuningResult result = tune(subject, saved.map(SavedTuning::state), listener);
            if (loaded.runtime().usesPagesOfFiles()) {
                models.requireSameContent();
            }
            finish(start, result, folder, listener.seconds());
        } catch (StoppedException e) {
            throw listener.stopped(e);
        } catch (RuntimeException e) {
            folder.fail(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            board.ifPresent(TensorBoardLog::close);
        }
    }

    private Optional<TensorBoardLog> board(ClassLabel label) {
        return options.run.tensorboard
                ? Optional.of(new TensorBoardLog(
                        directory.root(),
                        label,
                        row -> loaded.pictures().png(label, row),
                        loaded.tuning().start().starts()))
                : Optional.empty();
    }

    private TuningResult tune(TuningSubject subject, Optional<TuningState> from, TuningEvents listener) {
        try {
            listener.begin(from);
            return loaded.tuner().tune(subject, from, listener);
        } finally {
            progress.end();
        }
    }

    /** Writes the files of a class; {@code result.json} comes last, since it marks the class as finished. */
    private void finish(StartingPoints.StartingPoint start, TuningResult result, ClassFolder folder, double seconds) {
        TuningSubject subject = start.subject();
        ClassLabel label = subject.target();
        folder.writeEmbedding(result.embedding());
        models.base().write(folder.path(), label);
        result.noiseLayer().ifPresent(layer -> NoiseLayerFile.write(folder.path(), layer));
        long drawn = loaded.generator().drawn();
        loaded.pictures().write(folder.path(), label, subject.original(), result);
        long pictures = loaded.generator().drawn() - drawn;
        ObjectNode json = ClassResult.json(
                label, start.row(), result.withPictures(pictures), seconds, PeakMemory.of(loaded.runtime()));
        LOG.info("class {} took {} s", label, seconds);
        folder.finish(json);
    }
}
