package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.io.ResidentMemory;
import org.biggantune.io.Sha256;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.ClassFolder;
import org.biggantune.runfolder.ClassResult;
import org.biggantune.runfolder.NoiseLayerFile;
import org.biggantune.runfolder.PeakMemory;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.SavedTuning;
import org.biggantune.runfolder.StateFile;
import org.biggantune.tuning.ParallelRestartCount;
import org.biggantune.tuning.TuningResult;
import org.biggantune.tuning.TuningState;
import org.biggantune.tuning.TuningSubject;
import org.biggantune.workers.WorkerChannel;
import org.biggantune.workers.WorkerTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tunes classes one after the other into an open run folder and leaves each one's files there, or has worker processes do
 * that. A class that the folder already has a result of is taken as it is.
 */
final class TuningPass {
    private static final Logger LOG = LoggerFactory.getLogger(TuningPass.class);

    private final ImproveRequest request;
    private final ModelSet models;
    private final RunDirectory directory;
    private final Progress progress;
    private final StopCheck stop;

    /** A pass over a folder and models that are lent. */
    TuningPass(ImproveRequest request, ModelSet models, RunDirectory directory, Progress progress, StopCheck stop) {
        this.request = request;
        this.models = models;
        this.directory = directory;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Tunes.
     *
     * @param classes the classes, in order
     * @param identity the run's identity
     * @param rows what classes start at
     * @param crew who does it
     * @param started when the run began
     * @return each class's {@code result.json}, in order
     */
    List<ObjectNode> results(
            List<ClassLabel> classes, ObjectNode identity, OriginalRows rows, WorkerPool crew, Instant started) {
        if (classes.stream().allMatch(label -> directory.finished(label).isPresent())) {
            progress.say("All classes are finished already; nothing to tune.");
            List<ObjectNode> results = classes.stream().map(directory::publish).toList();
            RunRecord.finishIfOpen(directory, classes, results);
            return results;
        }
        String run = digest(identity);
        if (!crew.isEmpty()) {
            return new WorkerTuning(request, crew, directory, progress, stop).results(classes, identity, run, started);
        }
        RecordedLoad recorded = RecordedLoad.of(directory, request.tuning());
        try (TuningModels loaded = TuningModels.open(request, models, recorded, stop)) {
            models.precisions().advise(loaded.runtime(), progress);
            ObjectNode record = RunRecord.begin(
                    directory, identity, classes, loaded.runtime().describe(), started, progress);
            RecordedLoad.put(record, loaded.tuning().load());
            directory.write(RunDirectory.RECORD, record);
            Beginnings beginnings = beginnings(classes, rows, loaded);
            List<ObjectNode> results = new ArrayList<>();
            int toCome = unfinished(classes).size();
            for (ClassLabel label : classes) {
                int number = results.size() + 1;
                boolean open = directory.finished(label).isEmpty();
                if (open) {
                    progress.series("class", number, classes.size(), --toCome);
                    tune(label, beginnings, loaded, run);
                }
                results.add(directory.publish(label));
                if (open) {
                    progress.say(finished(number, classes.size(), results.get(number - 1)));
                }
            }
            RunRecord.finish(directory, record, results);
            return results;
        }
    }

    /**
     * Does what another process says, which has the folder open.
     *
     * @param classes all classes that it may name
     * @param identity the run's identity
     * @param rows what classes start at
     * @param link the line to that process
     */
    void serve(List<ClassLabel> classes, ObjectNode identity, OriginalRows rows, WorkerChannel link) {
        String run = digest(identity);
        RecordedLoad recorded = RecordedLoad.of(directory, request.tuning());
        int together = ParallelRestartCount.ofWorkers(request.tuning(), recorded.starts());
        RecordedLoad load = new RecordedLoad(recorded.parts(), OptionalInt.of(together));
        try (TuningModels loaded = TuningModels.open(request, models, load, stop)) {
            link.ready(loaded.runtime().describe());
            models.precisions().advise(loaded.runtime(), link);
            for (Optional<WorkerTask> task = link.next(); task.isPresent(); task = link.next()) {
                serve(task.get(), classes, run, rows, loaded);
                link.done();
            }
        }
    }

    private void serve(WorkerTask task, List<ClassLabel> classes, String run, OriginalRows rows, TuningModels loaded) {
        if (!task.run().equals(run)) {
            throw new SettingsConflictException(
                    directory.root() + ": models or settings changed while the run was starting; run it again");
        }
        List<ClassLabel> named = classes.stream()
                .filter(label -> task.classes().contains(label.index()))
                .toList();
        Beginnings beginnings = beginnings(named, rows, loaded);
        if (task.kind() == WorkerTask.Kind.TUNE) {
            named.forEach(label -> tune(label, beginnings, loaded, run));
        }
    }

    private List<ClassLabel> unfinished(List<ClassLabel> classes) {
        return classes.stream()
                .filter(label -> directory.finished(label).isEmpty())
                .toList();
    }

    /**
     * A line for the user on a class that has just been finished.
     *
     * @param number which one of the run it is, from 1
     * @param count how many the run has
     * @param result its {@code result.json}
     */
    static String finished(int number, int count, ObjectNode result) {
        return (count > 1 ? "class " + number + " of " + count + ", " : "") + ClassResult.line(result);
    }

    private static String digest(ObjectNode identity) {
        return Sha256.of(JsonFile.pretty(identity).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What classes start at.
     *
     * @param originals class to row to beat; a class that is missing has its own
     * @param given rows that starts begin at
     * @param rows says which classes are held at their row
     */
    private record Beginnings(
            Map<ClassLabel, ClassLabel> originals, Map<ClassLabel, EmbeddingMatrix> given, OriginalRows rows) {}

    private Beginnings beginnings(List<ClassLabel> classes, OriginalRows rows, TuningModels loaded) {
        return new Beginnings(
                rows.find(loaded.runtime(), loaded.generator(), loaded.examiner()),
                given(classes, loaded.runtime(), loaded.generator(), loaded.examiner()),
                rows);
    }

    /** Tunes a class into its folder, or goes on there. */
    private void tune(ClassLabel label, Beginnings beginnings, TuningModels loaded, String run) {
        Optional<ClassLabel> row = Optional.ofNullable(beginnings.originals().get(label));
        TuningSubject subject = new TuningSubject(
                label,
                models.content().embeddings().row(row.orElse(label).index()),
                beginnings.rows().anchor(label, row.orElse(label)),
                Optional.ofNullable(beginnings.given().get(label)));
        try (ClassFolder folder = directory.open(label)) {
            // A worker that was lost may have finished it without telling.
            if (!folder.finished()) {
                StateFile state =
                        new StateFile(directory.root(), folder.stateFile(), run, request.checkpointEvery(), stop);
                tune(subject, row, loaded, folder, state);
            }
        }
    }

    /** The rows that classes start at where the settings alone do not say them. */
    private Map<ClassLabel, EmbeddingMatrix> given(
            List<ClassLabel> classes, TorchRuntime runtime, Generator generator, ImageClassifier examiner) {
        List<ClassLabel> unfinished = unfinished(classes);
        Map<ClassLabel, EmbeddingMatrix> given = new HashMap<>();
        models.initial().ifPresent(file -> unfinished.forEach(label -> given.put(label, file.rows())));
        if (request.tuning().start().initial() == InitialEmbedding.TOP) {
            RankedEmbeddings top = new RankedEmbeddings(request.tuning(), directory, progress);
            given.putAll(top.embeddings(unfinished, runtime, generator, examiner));
        }
        return given;
    }

    private void tune(
            TuningSubject subject, Optional<ClassLabel> row, TuningModels loaded, ClassFolder folder, StateFile state) {
        ClassLabel label = subject.target();
        ResidentMemory.forgetPeak();
        Optional<SavedTuning> saved = folder.savedState(label, state.run(), loaded.tuner()::requireOwn);
        TuningEvents listener = new TuningEvents(
                label,
                loaded.tuning(),
                folder.events(),
                progress,
                state,
                new StepFiles(folder.path(), loaded.pictures(), request.saveEvery()),
                saved.map(SavedTuning::seconds).orElse(0.0));
        try {
            TuningResult result = tune(subject, saved.map(SavedTuning::state), loaded, listener);
            if (loaded.runtime().usesPagesOfFiles()) {
                models.requireSameContent();
            }
            finish(subject, row, result, loaded, folder, listener.seconds());
        } catch (StoppedException e) {
            throw listener.stopped(e);
        }
    }

    private TuningResult tune(
            TuningSubject subject, Optional<TuningState> from, TuningModels loaded, TuningEvents listener) {
        try {
            listener.begin(from);
            return loaded.tuner().tune(subject, from, listener);
        } finally {
            progress.end();
        }
    }

    /** Writes a class's files, {@code result.json} last: it says that the class is finished. */
    private void finish(
            TuningSubject subject,
            Optional<ClassLabel> row,
            TuningResult result,
            TuningModels loaded,
            ClassFolder folder,
            double seconds) {
        ClassLabel label = subject.target();
        float[] tuned = result.embedding();
        NpyFile.write(folder.path().resolve("embedding.npy"), NpyArray.ofFloats(new long[] {1, tuned.length}, tuned));
        models.base().write(folder.path(), label);
        result.noiseLayer().ifPresent(layer -> NoiseLayerFile.write(folder.path(), layer));
        loaded.pictures().write(folder.path(), label, subject.original(), result);
        ObjectNode json = ClassResult.json(label, row, result, seconds, PeakMemory.of(loaded.runtime()));
        LOG.info("class {} took {} s", label, seconds);
        folder.finish(json);
    }
}
