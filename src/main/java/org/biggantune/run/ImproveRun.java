package org.biggantune.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.archive.NpyArray;
import org.biggantune.archive.NpyFile;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.domain.EmbeddingMatrix;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tunes classes one after the other into a run's folder. A class that the folder already has a result of is taken as it
 * is, so that running the same command again goes on where it stopped.
 */
public final class ImproveRun {
    private static final Logger LOG = LoggerFactory.getLogger(ImproveRun.class);

    private final ImproveRequest request;
    private final Progress progress;

    /** A run that tells a listener how far it is. */
    public ImproveRun(ImproveRequest request, Progress progress) {
        this.request = request;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @throws org.biggantune.domain.BigganTuneException if something that the user can mend is wrong
     */
    @SuppressWarnings("try") // Nobody speaks to the log: it need only be open meanwhile.
    public ImproveSummary execute() {
        Instant started = Instant.now();
        ModelSet models = ModelSet.find(request);
        List<ClassLabel> classes = models.select(request.classes());
        ObjectNode identity = RunRecord.identity("improve", request.tuning(), models);
        Path out = request.out().orElseGet(() -> RunDirectory.unused("improve-" + name(classes)));
        try (StopSignal stop = StopSignal.listen();
                RunDirectory directory = RunDirectory.open(out, identity);
                RunLog log = RunLog.open(out.resolve("run.log"))) {
            List<ObjectNode> results;
            if (classes.stream().allMatch(label -> directory.finished(label).isPresent())) {
                progress.say("All classes are finished already; nothing to tune.");
                results = classes.stream()
                        .map(label -> directory.finished(label).orElseThrow())
                        .toList();
            } else {
                results = tuneAll(directory, models, classes, identity, started, stop);
            }
            EmbeddingMatrix matrix = matrix(directory, models);
            writeMatrix(directory.root(), matrix);
            request.writeGenerator().ifPresent(target -> writeGenerator(models, target, matrix));
            return new ImproveSummary(directory.root(), results);
        } catch (RuntimeException e) {
            LOG.error("the run failed", e);
            throw e;
        }
    }

    private List<ObjectNode> tuneAll(
            RunDirectory directory,
            ModelSet models,
            List<ClassLabel> classes,
            ObjectNode identity,
            Instant started,
            StopSignal stop) {
        String run = Sha256.of(JsonFile.pretty(identity).getBytes(StandardCharsets.UTF_8));
        try (TorchRuntime runtime = TorchRuntime.open(request.device(), request.threads());
                Generator generator = Generator.open(models.generator(), runtime);
                Classifier classifier = Classifier.open(models.classifier(), runtime);
                Examiner examiner = examiner(runtime, classifier, generator);
                Lent<Classifier> judge = Lent.of(models.judge().map(file -> Classifier.open(file, runtime)));
                Lent<Examiner> judging = Lent.of(judge.value().map(c -> examiner(runtime, c, generator)));
                JsonLines events = JsonLines.append(directory.root().resolve("events.jsonl"))) {
            ObjectNode record = RunRecord.of(identity, classes, runtime.describe(), started);
            directory.write("run.json", record);
            ClassTuner tuner = new ClassTuner(runtime, generator, examiner, judging.value(), request.tuning());
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
                results.add(
                        finished.isPresent() ? finished.get() : tune(directory, label, tuner, pictures, state, events));
            }
            directory.write("run.json", record.put("finished", Instant.now().toString()));
            return results;
        }
    }

    private ObjectNode tune(
            RunDirectory directory,
            ClassLabel label,
            ClassTuner tuner,
            ClassPictures pictures,
            StateFile state,
            JsonLines events) {
        Optional<SavedTuning> saved = directory.savedState(label, state.run());
        saved.ifPresent(earlier -> events.cutTo(earlier.events()));
        TuningEvents listener = new TuningEvents(
                label,
                request.tuning(),
                events,
                progress,
                state,
                saved.map(SavedTuning::seconds).orElse(0.0));
        TuningResult result;
        try {
            listener.begin();
            result = tuner.tune(label, saved.map(SavedTuning::state), listener);
        } finally {
            progress.end();
        }
        double seconds = listener.seconds();
        LOG.info("class {} took {} s", label, seconds);
        Path folder = directory.classFolder(label);
        float[] row = result.embedding();
        NpyFile.write(folder.resolve("embedding.npy"), NpyArray.ofFloats(new long[] {1, row.length}, row));
        pictures.write(folder, label, result);
        ObjectNode json = ClassResult.json(label, result, seconds);
        AtomicFile.writeString(folder.resolve("result.json"), JsonFile.pretty(json));
        directory.deleteState(label);
        return json;
    }

    private Examiner examiner(TorchRuntime runtime, Classifier classifier, Generator generator) {
        int resolution = generator.metadata().resolution();
        return new Examiner(runtime, classifier, resolution, request.tuning().preprocessing());
    }

    /** The generator's matrix with the rows of every class that the folder has a result of. */
    private static EmbeddingMatrix matrix(RunDirectory directory, ModelSet models) {
        EmbeddingMatrix matrix = models.content().embeddings();
        List<String> names = models.content().metadata().classNames();
        for (int index = 0; index < names.size(); index++) {
            ClassLabel label = new ClassLabel(index, names.get(index));
            if (directory.finished(label).isEmpty()) {
                continue;
            }
            Path file = directory.classFolder(label).resolve("embedding.npy");
            float[] row = NpyFile.read(file).floats();
            if (row.length != matrix.columns()) {
                throw new CorruptInputException(
                        file + ": " + row.length + " numbers, expected an embedding of " + matrix.columns());
            }
            matrix = matrix.withRow(index, row);
        }
        return matrix;
    }

    private static void writeMatrix(Path root, EmbeddingMatrix matrix) {
        NpyFile.write(
                root.resolve("embeddings.npy"),
                NpyArray.ofFloats(new long[] {matrix.rows(), matrix.columns()}, matrix.values()));
    }

    private static void writeGenerator(ModelSet models, Path target, EmbeddingMatrix matrix) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(models.generator())) {
            archive.replaceTensor(target, models.content().metadata().embeddingParameter(), matrix.values());
        }
    }

    private static String name(List<ClassLabel> classes) {
        return classes.size() == 1
                ? classes.get(0).directoryName().replaceFirst("^\\d+-", "")
                : classes.size() + "-classes";
    }
}
