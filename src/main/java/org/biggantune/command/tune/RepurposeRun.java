package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.cli.LoggedProgress;
import org.biggantune.cli.Target;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.ClassSelection;
import org.biggantune.domain.CommonsNearestNames;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.RunLog;
import org.biggantune.workers.WorkerChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tunes a new row for classes of another data set, one after the other or by workers, into a run's folder; like {@link ImproveRun} it
 * goes on where an earlier run of the same folder stopped.
 */
public final class RepurposeRun extends TuningRun {
    private static final Logger LOG = LoggerFactory.getLogger(RepurposeRun.class);

    private final RepurposeRequest request;
    private final WorkerPool crew;
    private final Progress progress;

    /**
     * A run.
     *
     * @param request what to tune
     * @param crew who does it
     * @param progress is told how far it is
     */
    public RepurposeRun(RepurposeRequest request, WorkerPool crew, Progress progress) {
        this.request = request;
        this.crew = crew;
        this.progress = new LoggedProgress(progress);
    }

    @Override
    public void check() {
        requireClassifier();
        ModelSet models = models();
        classes();
        GeneratorOutput.check(request.tuning(), models);
        request.tuning().out().ifPresent(out -> RunIdentity.check(out, identity(models)));
    }

    @Override
    Progress progress() {
        return progress;
    }

    @Override
    boolean hasWorkers() {
        return !crew.isEmpty();
    }

    @Override
    public Optional<Path> writeGenerator() {
        return request.tuning().writeGenerator();
    }

    @Override
    @SuppressWarnings("try") // Nobody speaks to the log: it need only be open meanwhile.
    public ImproveSummary execute(StopCheck stop) {
        Instant started = Instant.now();
        requireClassifier();
        ImproveRequest tuning = request.tuning();
        ModelSet models = models();
        List<ClassLabel> classes = classes();
        GeneratorOutput.check(tuning, models);
        adviseJudge(models, progress);
        tuning.writeGenerator().ifPresent(file -> requireResizable(models));
        adviseMissingJudge();
        ObjectNode identity = identity(models);
        Path out = tuning.out()
                .orElseGet(() ->
                        RunDirectory.unused("repurpose-" + request.target().name()));
        try (RunDirectory directory = RunDirectory.open(out, identity);
                RunLog log = RunLog.open(out.resolve("run.log"))) {
            List<ObjectNode> results = new TuningPass(tuning, models, directory, progress, stop)
                    .results(classes, identity, new BaselineEmbeddings(request, directory, progress), crew, started);
            if (!hasLayers(directory, request.target().classes())) {
                publish(directory, models);
            }
            return new ImproveSummary(directory.root(), tuning.writeGenerator(), results);
        } catch (RuntimeException e) {
            LOG.error("the run failed", e);
            throw e;
        }
    }

    @Override
    void serve(WorkerChannel link, StopCheck stop) {
        ModelSet models = models();
        RunDirectory directory = RunDirectory.ofParent(request.tuning().out().orElseThrow());
        OriginalRows rows = new BaselineEmbeddings(request, directory, link);
        new TuningPass(request.tuning(), models, directory, link, stop)
                .serve(request.target().classes(), identity(models), rows, link);
    }

    private ModelSet models() {
        ModelSet models = ModelSet.find(request.tuning());
        models.requireLabels(request.target().classes());
        return models;
    }

    private List<ClassLabel> classes() {
        List<String> labels = request.target().labels();
        return ClassSelection.parse(
                request.tuning().classes(), new ClassNames("target", labels), labels.size(), new CommonsNearestNames());
    }

    /** Says how to get the target's own classifier where it is missing. */
    private void requireClassifier() {
        String classifier = request.tuning().classifier();
        try {
            new ModelCatalog(request.tuning().home()).find("--classifier", classifier);
        } catch (MissingInputException e) {
            Target target = request.target();
            if (!classifier.equals(target.classifier()) || target.source().isEmpty()) {
                throw e;
            }
            throw new MissingInputException(
                    "--target " + target.name() + ": its classifier " + classifier + " is not there: "
                            + target.source(),
                    e);
        }
    }

    /** Without a pull and without a judge nothing tells a better row from one that only fools the classifier. */
    private void adviseMissingJudge() {
        ImproveRequest tuning = request.tuning();
        if (tuning.judge().isPresent() || tuning.tuning().proximity() > 0) {
            return;
        }
        String source = request.target().judgeSource();
        progress.say(
                "No judge, and no pull towards the original row (--proximity 0): the classifier alone decides, and it"
                        + " can be fooled. Name a second classifier that knows the labels with --judge"
                        + (source.isEmpty() ? "." : ", for instance: " + source + "."));
    }

    private ObjectNode identity(ModelSet models) {
        ObjectNode identity = RunRecord.identity("repurpose", request.tuning().tuning(), models);
        String labels = String.join("\n", request.target().labels());
        identity.putObject("target")
                .put("name", request.target().name())
                .put("labels", Sha256.of(labels.getBytes(StandardCharsets.UTF_8)))
                .put("ranking-samples", request.rankingSamples())
                .put(
                        "known-proximity",
                        request.knownProximity().isPresent()
                                ? String.valueOf(request.knownProximity().getAsDouble())
                                : "none");
        return identity;
    }

    /** Writes the rows of every class that the folder has a result of, in the target's order, and their names. */
    private void publish(RunDirectory directory, ModelSet models) {
        List<ClassLabel> finished = request.target().classes().stream()
                .filter(label -> directory.finished(label).isPresent())
                .toList();
        EmbeddingBounds bounds =
                bounds(request.tuning().tuning(), models.content().embeddings());
        int columns = models.content().embeddings().columns();
        float[] values = new float[finished.size() * columns];
        for (int row = 0; row < finished.size(); row++) {
            float[] own = directory.embedding(finished.get(row), columns, bounds);
            System.arraycopy(own, 0, values, row * columns, columns);
        }
        EmbeddingMatrix matrix = new EmbeddingMatrix(finished.size(), columns, values);
        List<String> names = finished.stream().map(ClassLabel::name).toList();
        directory.write(matrix);
        AtomicFile.writeString(directory.root().resolve("classes.json"), JsonFile.pretty(JsonFile.tree(names)));
        request.tuning().writeGenerator().ifPresent(file -> {
            writeGenerator(models, file, matrix, names);
            GeneratorOutput.record(directory, file);
        });
    }

    /** Finds out before tuning what could not be written after it. */
    private static void requireResizable(ModelSet models) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(models.generator())) {
            archive.requireResizable(models.content().metadata().embeddingParameter());
        }
    }

    private static void writeGenerator(ModelSet models, Path file, EmbeddingMatrix matrix, List<String> names) {
        byte[] metadata = MetadataFormat.of(models.content().metadata().withClassNames(names));
        try (TorchScriptArchive archive = models.openGenerator()) {
            archive.replaceMatrix(
                    file,
                    models.content().metadata().embeddingParameter(),
                    matrix.rows(),
                    matrix.values(),
                    Map.of(MetadataFormat.FILE, metadata));
        }
    }
}
