package org.biggantune.command.tune;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.tuning.ParallelRestartCount;
import org.biggantune.workers.WorkerChannel;
import org.biggantune.workers.WorkerTask;

/** The worker's side of {@link WorkerTuning}: tunes the classes that the parent process hands out. */
final class TuningWorker {
    private final TuningOptions options;
    private final ModelSet models;
    private final RunDirectory directory;
    private final WorkerChannel channel;
    private final StopCheck stop;

    /**
     * Creates a worker.
     *
     * @param options the run's options
     * @param models the models' files
     * @param directory the run's folder, locked by the parent
     * @param channel connects to the parent
     * @param stop stops the work, after saving the state of the current class
     */
    TuningWorker(
            TuningOptions options, ModelSet models, RunDirectory directory, WorkerChannel channel, StopCheck stop) {
        this.options = options;
        this.models = models;
        this.directory = directory;
        this.channel = channel;
        this.stop = stop;
    }

    /**
     * Does tasks until there are no more.
     *
     * @param classes all classes that tasks may name
     * @param identity the run's identity
     * @param rows the starting points of the classes
     */
    void serve(List<ClassLabel> classes, RunIdentity identity, StartingPoints rows) {
        String run = identity.digest();
        Map<Integer, ClassLabel> byIndex =
                classes.stream().collect(Collectors.toMap(ClassLabel::index, label -> label));
        RecordedLoad recorded = RecordedLoad.of(directory, options.settings());
        int together = ParallelRestartCount.ofWorkers(options.settings().load(), recorded.starts());
        RecordedLoad load = new RecordedLoad(recorded.parts(), OptionalInt.of(together));
        try (TuningModels loaded = TuningModels.open(options, models, load, stop)) {
            channel.ready(loaded.runtime().describe());
            models.precisions().advise(loaded.runtime(), channel);
            ClassTuning tuning = new ClassTuning(options, models, loaded, directory, run, channel, stop);
            for (Optional<WorkerTask> task = channel.next(); task.isPresent(); task = channel.next()) {
                requireSameRun(task.get(), run);
                List<ClassLabel> named =
                        task.get().classes().stream().map(byIndex::get).toList();
                rows.find(named, loaded);
                if (task.get().kind() == WorkerTask.Kind.TUNE) {
                    named.forEach(label -> tuning.tune(rows.of(label)));
                }
                channel.done();
            }
        }
    }

    private void requireSameRun(WorkerTask task, String run) {
        if (!task.run().equals(run)) {
            throw new SettingsConflictException(
                    directory.root() + ": models or settings changed while the run was starting; run it again");
        }
    }
}
