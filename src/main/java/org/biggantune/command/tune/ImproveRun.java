package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.cli.LoggedProgress;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.RunLog;
import org.biggantune.workers.WorkerChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tunes classes one after the other, or has workers tune them, into a run's folder. A class that the folder already has a result of is taken as it
 * is, so that running the same command again goes on where it stopped.
 */
public final class ImproveRun extends TuningRun {
    private static final Logger LOG = LoggerFactory.getLogger(ImproveRun.class);

    private final ImproveRequest request;
    private final WorkerPool crew;
    private final Progress progress;

    /**
     * A run.
     *
     * @param request what to tune
     * @param crew who does it
     * @param progress is told how far it is
     */
    public ImproveRun(ImproveRequest request, WorkerPool crew, Progress progress) {
        this.request = request;
        this.crew = crew;
        this.progress = new LoggedProgress(progress);
    }

    @Override
    public void check() {
        ModelSet models = ModelSet.find(request);
        models.select(request.classes());
        GeneratorOutput.check(request, models);
        request.out().ifPresent(out -> RunIdentity.check(out, identity(models)));
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
        return request.writeGenerator();
    }

    @Override
    @SuppressWarnings("try") // Nobody speaks to the log: it need only be open meanwhile.
    public ImproveSummary execute(StopCheck stop) {
        Instant started = Instant.now();
        ModelSet models = ModelSet.find(request);
        List<ClassLabel> classes = models.select(request.classes());
        GeneratorOutput.check(request, models);
        adviseJudge(models, progress);
        ObjectNode identity = identity(models);
        Path out = request.out().orElseGet(() -> RunDirectory.unused(command() + "-" + name(classes)));
        try (RunDirectory directory = RunDirectory.open(out, identity);
                RunLog log = RunLog.open(out.resolve("run.log"))) {
            List<ObjectNode> results = new TuningPass(request, models, directory, progress, stop)
                    .results(classes, identity, OriginalRows.OWN, crew, started);
            if (!hasLayers(directory, labels(models))) {
                publish(directory, models);
            }
            return new ImproveSummary(directory.root(), request.writeGenerator(), results);
        } catch (RuntimeException e) {
            LOG.error("the run failed", e);
            throw e;
        }
    }

    @Override
    void serve(WorkerChannel link, StopCheck stop) {
        ModelSet models = ModelSet.find(request);
        RunDirectory directory = RunDirectory.ofParent(request.out().orElseThrow());
        new TuningPass(request, models, directory, link, stop)
                .serve(labels(models), identity(models), OriginalRows.OWN, link);
    }

    private ObjectNode identity(ModelSet models) {
        return RunRecord.identity(command(), request.tuning(), models);
    }

    private void publish(RunDirectory directory, ModelSet models) {
        EmbeddingMatrix matrix = matrix(directory, models);
        directory.write(matrix);
        request.writeGenerator().ifPresent(target -> {
            writeGenerator(models, target, matrix);
            GeneratorOutput.record(directory, target);
        });
    }

    /** The generator's matrix with the rows of every class that the folder has a result of. */
    private EmbeddingMatrix matrix(RunDirectory directory, ModelSet models) {
        EmbeddingMatrix original = models.content().embeddings();
        EmbeddingBounds bounds = bounds(request.tuning(), original);
        int columns = original.columns();
        float[] values = original.values();
        for (ClassLabel label : labels(models)) {
            if (directory.finished(label).isPresent()) {
                float[] row = directory.embedding(label, columns, bounds);
                System.arraycopy(row, 0, values, label.index() * columns, columns);
            }
        }
        return new EmbeddingMatrix(original.rows(), columns, values);
    }

    /** All classes of the generator. */
    private static List<ClassLabel> labels(ModelSet models) {
        List<String> names = models.content().metadata().classNames();
        return IntStream.range(0, names.size())
                .mapToObj(index -> new ClassLabel(index, names.get(index)))
                .toList();
    }

    private static void writeGenerator(ModelSet models, Path target, EmbeddingMatrix matrix) {
        try (TorchScriptArchive archive = models.openGenerator()) {
            archive.replaceTensor(target, models.content().metadata().embeddingParameter(), matrix.values());
        }
    }

    private String command() {
        return request.tuning().probabilityFloor().isPresent() ? "diversify" : "improve";
    }

    private static String name(List<ClassLabel> classes) {
        return classes.size() == 1
                ? classes.get(0).directoryName().replaceFirst("^\\d+-", "")
                : classes.size() + "-classes";
    }
}
