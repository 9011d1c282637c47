package org.biggantune.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.NpyArray;
import org.biggantune.archive.NpyFile;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.InitialEmbedding;
import org.biggantune.domain.TuningSettings;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.Sha256;
import org.biggantune.metric.Examiner;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.ImageSampler;
import org.biggantune.model.TorchRuntime;
import org.biggantune.report.JsonLines;
import org.biggantune.tuning.ClassTuner;
import org.biggantune.tuning.TuningResult;
import org.biggantune.tuning.TuningSubject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tunes classes one after the other into an open run folder and leaves each one's files there. A class that the folder
 * already has a result of is taken as it is.
 */
final class TuningPass {
    private static final Logger LOG = LoggerFactory.getLogger(TuningPass.class);

    private final ImproveRequest request;
    private final ModelSet models;
    private final RunDirectory directory;
    private final Progress progress;
    private final StopSignal stop;

    /** A pass over a folder and models that are lent. */
    TuningPass(ImproveRequest request, ModelSet models, RunDirectory directory, Progress progress, StopSignal stop) {
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
     * @param started when the run began
     * @return each class's {@code result.json}, in order
     */
    List<ObjectNode> results(List<ClassLabel> classes, ObjectNode identity, OriginalRows rows, Instant started) {
        if (classes.stream().allMatch(label -> directory.finished(label).isPresent())) {
            progress.say("All classes are finished already; nothing to tune.");
            return classes.stream()
                    .map(label -> directory.finished(label).orElseThrow())
                    .toList();
        }
        String run = Sha256.of(JsonFile.pretty(identity).getBytes(StandardCharsets.UTF_8));
        try (TorchRuntime runtime = TorchRuntime.open(request.device(), request.threads());
                Generator generator = Generator.open(models.generator(), runtime);
                Classifier classifier = Classifier.open(models.classifier(), runtime);
                Examiner examiner = examiner(runtime, classifier, generator);
                Lent<Classifier> judge = Lent.of(models.judge().map(file -> Classifier.open(file, runtime)));
                Lent<Examiner> judging = Lent.of(judge.value().map(c -> examiner(runtime, c, generator)));
                JsonLines events = JsonLines.append(directory.root().resolve("events.jsonl"))) {
            TuningSettings tuning = StartsTogether.known(
                    request.tuning(), directory.recorded(StartsTogether.FIELD), runtime, generator, examiner);
            ObjectNode record = RunRecord.of(identity, classes, runtime.describe(), started)
                    .put(StartsTogether.FIELD, tuning.load().parallelStarts());
            directory.write("run.json", record);
            Map<ClassLabel, ClassLabel> originals = rows.find(runtime, generator, examiner);
            Map<ClassLabel, EmbeddingMatrix> given = given(classes, runtime, generator, examiner);
            ClassTuner tuner = new ClassTuner(runtime, generator, examiner, judging.value(), tuning);
            ClassPictures pictures = new ClassPictures(
                    new ImageSampler(runtime, generator),
                    generator,
                    request.tuning().seed(),
                    request.grid());
            List<ObjectNode> results = new ArrayList<>();
            for (ClassLabel label : classes) {
                Optional<ObjectNode> finished = directory.finished(label);
                StateFile state =
                        new StateFile(directory.root(), directory.stateFile(label), run, request.stateEvery(), stop);
                Optional<ClassLabel> row = Optional.ofNullable(originals.get(label));
                TuningSubject subject = new TuningSubject(
                        label,
                        models.content().embeddings().row(row.orElse(label).index()),
                        rows.hold(label, row.orElse(label)),
                        Optional.ofNullable(given.get(label)));
                results.add(
                        finished.isPresent()
                                ? finished.get()
                                : tune(subject, row, tuning, tuner, pictures, state, events));
            }
            directory.write("run.json", record.put("finished", Instant.now().toString()));
            return results;
        }
    }

    /** The rows that classes start at where the settings alone do not say them. */
    private Map<ClassLabel, EmbeddingMatrix> given(
            List<ClassLabel> classes, TorchRuntime runtime, Generator generator, Examiner examiner) {
        List<ClassLabel> unfinished = classes.stream()
                .filter(label -> directory.finished(label).isEmpty())
                .toList();
        Map<ClassLabel, EmbeddingMatrix> given = new HashMap<>();
        models.initial().ifPresent(file -> unfinished.forEach(label -> given.put(label, file.rows())));
        if (request.tuning().start().initial() == InitialEmbedding.TOP) {
            TopRows top = new TopRows(request.tuning(), directory, progress, stop);
            given.putAll(top.embeddings(unfinished, runtime, generator, examiner));
        }
        return given;
    }

    private ObjectNode tune(
            TuningSubject subject,
            Optional<ClassLabel> row,
            TuningSettings tuning,
            ClassTuner tuner,
            ClassPictures pictures,
            StateFile state,
            JsonLines events) {
        ClassLabel label = subject.target();
        Path folder = directory.classFolder(label);
        Optional<SavedTuning> saved = directory.savedState(label, state.run());
        saved.ifPresent(earlier -> events.cutTo(earlier.events()));
        TuningEvents listener = new TuningEvents(
                label,
                tuning,
                events,
                progress,
                state,
                new StepFiles(folder, pictures, request.saveEvery()),
                saved.map(SavedTuning::seconds).orElse(0.0));
        TuningResult result;
        try {
            listener.begin(saved.map(SavedTuning::state));
            result = tuner.tune(subject, saved.map(SavedTuning::state), listener);
        } finally {
            progress.end();
        }
        double seconds = listener.seconds();
        LOG.info("class {} took {} s", label, seconds);
        float[] tuned = result.embedding();
        NpyFile.write(folder.resolve("embedding.npy"), NpyArray.ofFloats(new long[] {1, tuned.length}, tuned));
        result.noiseLayer().ifPresent(layer -> NoiseLayerFile.write(folder, layer));
        pictures.write(folder, label, subject.original(), result);
        ObjectNode json = ClassResult.json(label, row, result, seconds);
        AtomicFile.writeString(folder.resolve("result.json"), JsonFile.pretty(json));
        directory.deleteState(label);
        return json;
    }

    private Examiner examiner(TorchRuntime runtime, Classifier classifier, Generator generator) {
        int resolution = generator.metadata().resolution();
        return new Examiner(runtime, classifier, resolution, request.tuning().preprocessing());
    }
}
