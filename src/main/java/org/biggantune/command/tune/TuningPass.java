package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.runfolder.ClassResult;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.RunRecord;

/**
 * Tunes classes one after the other into an open run folder, in this process or in workers. A class with a result in the
 * folder is not tuned again.
 */
final class TuningPass {
    private final TuningOptions options;
    private final ModelSet models;
    private final RunDirectory directory;
    private final Progress progress;
    private final StopCheck stop;

    /** Creates a pass. Folder and models are borrowed. */
    TuningPass(TuningOptions options, ModelSet models, RunDirectory directory, Progress progress, StopCheck stop) {
        this.options = options;
        this.models = models;
        this.directory = directory;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Tunes the classes that are not finished.
     *
     * @param classes the classes, in order
     * @param identity the run's identity
     * @param rows the starting points of the classes
     * @param workers the worker processes; if empty, this process tunes
     * @param started when the run was started
     * @return the {@code result.json} of each class, in order
     */
    List<ObjectNode> results(
            List<ClassLabel> classes,
            RunIdentity identity,
            StartingPoints rows,
            WorkerOptions.Pool workers,
            Instant started) {
        List<ClassLabel> unfinished = classes.stream()
                .filter(label -> directory.finished(label).isEmpty())
                .toList();
        if (unfinished.isEmpty()) {
            progress.say("All classes are already finished; nothing to tune.");
            List<ObjectNode> results = classes.stream().map(directory::publish).toList();
            RunProvenance.finishIfOpen(directory, classes, results);
            return results;
        }
        if (!workers.isEmpty()) {
            return new WorkerTuning(options, workers, directory, progress, stop)
                    .results(classes, unfinished, identity, started);
        }
        RecordedLoad recorded = RecordedLoad.of(directory, options.settings());
        try (TuningModels loaded = TuningModels.open(options, models, recorded, stop)) {
            models.precisions().advise(loaded.runtime(), progress);
            RunRecord record = RunProvenance.begin(
                    directory,
                    identity,
                    classes,
                    loaded.runtime().describe(),
                    loaded.tuning().load(),
                    started,
                    progress);
            directory.write(record);
            rows.find(unfinished, loaded);
            ClassTuning tuning = new ClassTuning(options, models, loaded, directory, identity.digest(), progress, stop);
            List<ObjectNode> results = results(classes, new HashSet<>(unfinished), rows, tuning);
            RunProvenance.finish(directory, record, results);
            return results;
        }
    }

    private List<ObjectNode> results(
            List<ClassLabel> classes, Set<ClassLabel> unfinished, StartingPoints rows, ClassTuning tuning) {
        List<ObjectNode> results = new ArrayList<>();
        for (ClassLabel label : classes) {
            int number = results.size() + 1;
            boolean open = unfinished.remove(label);
            if (open) {
                progress.series("class", number, classes.size(), unfinished.size());
                tuning.tune(rows.of(label));
            }
            results.add(directory.publish(label));
            if (open) {
                progress.say(finished(number, classes.size(), results.get(number - 1)));
            }
        }
        return results;
    }

    /**
     * Returns a line about a class that has just been finished.
     *
     * @param number the class's position in the run, from 1
     * @param count the number of classes in the run
     * @param result the class's {@code result.json}
     */
    static String finished(int number, int count, ObjectNode result) {
        return (count > 1 ? "class " + number + " of " + count + ", " : "") + ClassResult.line(result);
    }
}
