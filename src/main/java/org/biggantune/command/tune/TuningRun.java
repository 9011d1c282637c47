package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.cli.LoggedProgress;
import org.biggantune.command.report.RunReport;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.Progress;
import org.biggantune.domain.Shard;
import org.biggantune.domain.StopCheck;
import org.biggantune.io.DigestedFiles;
import org.biggantune.runfolder.RecordedRun;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.RunLog;
import org.biggantune.workers.StopSignal;
import org.biggantune.workers.WorkerChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that tunes classes into a folder, one after the other or by worker processes; alone, or as one of a sweep. A class
 * that the folder already has a result of is taken as it is, so that running the same command again continues where it
 * stopped. Subclasses say what differs: which models and classes, what the classes start at, what is published.
 */
public abstract sealed class TuningRun permits ImproveRun, RepurposeRun {
    private static final Logger LOG = LoggerFactory.getLogger(TuningRun.class);

    /** So long a process may take to end that has models of its own. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** A process whose workers end first. */
    private static final Duration LIMIT_WITH_WORKERS = Duration.ofSeconds(30);

    private final TuningOptions options;
    private final WorkerOptions.Pool workers;
    private final Progress progress;

    /**
     * What is known before a run tunes.
     *
     * @param models found and checked, not loaded
     * @param classes the classes asked for, in order
     * @param identity what must agree for a folder's run to be continued
     */
    private record Plan(ModelSet models, List<ClassLabel> classes, RunIdentity identity) {}

    /**
     * A run.
     *
     * @param options what to tune, and who does it
     * @param progress is informed how far it is
     */
    TuningRun(TuningOptions options, Progress progress) {
        this.options = options;
        this.workers = options.workers();
        this.progress = new LoggedProgress(progress);
    }

    /** Refuses a missing input, before any model is opened, where more can be said of it than that it is missing. */
    void requireInputs() {}

    /** Finds the models, and checks them as far as that does not take the classes asked for. */
    abstract ModelSet findModels(DigestedFiles digests);

    /** The classes asked for, in order, all of which classifier and judge know. */
    abstract List<ClassLabel> selected(ModelSet models);

    /** All classes that a folder of such a run may hold. */
    abstract List<ClassLabel> all(ModelSet models);

    /** Refuses before tuning what could not be written after it. */
    void requireOutput(ModelSet models) {}

    /** Says before a long run what may spoil its outcome. */
    void advise(ModelSet models) {
        if (models.judgeIsClassifier()) {
            progress.say("--judge is the classifier itself (the same SHA-256): it gives no second opinion.");
        }
        models.judge()
                .missing()
                .ifPresent(why -> progress.say("No judge: " + why
                        + ". For a second opinion name a classifier that knows" + " the classes with --judge."));
    }

    /** What must agree for a folder's run to be continued. */
    abstract RunIdentity identity(ModelSet models);

    /** The beginning of the name of a folder of its own, where the user names none. */
    abstract String folderName(List<ClassLabel> classes);

    /**
     * The rows that classes start at and have to beat; empty where each has its own in the generator.
     *
     * @param directory the run's folder
     * @param ranked finds the rows whose samples the classifier takes for a class
     */
    Optional<BaselineEmbeddings> baselines(RunDirectory directory, RankedEmbeddings ranked) {
        return Optional.empty();
    }

    /**
     * Writes what belongs to all finished classes together: the matrix, and the generator where it is asked for.
     *
     * @param finished all classes that the folder has a result of, whether this process tuned them or not
     */
    abstract void publish(RunDirectory directory, ModelSet models, List<ClassLabel> finished);

    /** What is asked for. */
    final TuningOptions options() {
        return options;
    }

    final Progress progress() {
        return progress;
    }

    /** What writes the page of the run at its end, if one is wanted. */
    public final Optional<RunReport> report() {
        return options.run.report ? Optional.of(new RunReport(options.home)) : Optional.empty();
    }

    /** Where the generator with the tuned rows is to go, if wanted. */
    public final Optional<Path> writeGenerator() {
        return options.run.writeGenerator;
    }

    /** Whether it tunes a part of the classes alone, beside other processes. */
    public final boolean isShard() {
        return workers.shard().isPresent();
    }

    /**
     * Checks models, classes and an earlier run of the folder, as running does before it tunes; writes nothing.
     *
     * @param digests of files that are known already, added to
     * @throws org.biggantune.domain.failure.BigganTuneException if running would be refused
     */
    public final void check(DigestedFiles digests) {
        Plan plan = plan(digests);
        options.run.out.ifPresent(out -> plan.identity().check(out));
    }

    /**
     * Runs, or continues an earlier run of the same folder.
     *
     * @return what was found, class by class
     * @throws org.biggantune.domain.failure.BigganTuneException if something that the user can fix is wrong
     */
    final ImproveSummary execute() {
        try (StopSignal stop = listen()) {
            return execute(stop, new DigestedFiles());
        }
    }

    /** Starts to listen for the signals that stop such a run; the caller closes it. */
    public final StopSignal listen() {
        return StopSignal.ofRun(workers.isEmpty() ? LIMIT : LIMIT_WITH_WORKERS, progress::say);
    }

    /**
     * Runs until it is stopped from elsewhere.
     *
     * @param digests of files that are known already, added to
     */
    @SuppressWarnings("try") // Nobody speaks to the log: it need only be open meanwhile.
    public final ImproveSummary execute(StopCheck stop, DigestedFiles digests) {
        Instant started = Instant.now();
        Plan plan = plan(digests);
        advise(plan.models());
        if (workers.shard().isPresent()) {
            return share(plan, workers.shard().get(), stop, started);
        }
        Path out = options.run.out.orElseGet(() -> RunDirectory.unused(folderName(plan.classes())));
        try (RunDirectory directory = RunDirectory.open(out, plan.identity());
                RunLog log = RunLog.open(out.resolve(RunDirectory.LOG))) {
            List<ObjectNode> results = new TuningPass(options, plan.models(), directory, progress, stop)
                    .results(
                            plan.classes(),
                            plan.identity(),
                            rows(plan.models(), directory, progress),
                            workers,
                            started);
            Optional<Path> page = complete(directory, plan.models());
            return new ImproveSummary(directory.root(), page, options.run.writeGenerator, results);
        } catch (RuntimeException e) {
            LOG.error("the run failed", e);
            throw e;
        }
    }

    @SuppressWarnings("try") // Nobody speaks to the log: it need only be open meanwhile.
    private ImproveSummary share(Plan plan, Shard shard, StopCheck stop, Instant started) {
        Path out = options.run.out.orElseThrow();
        RunDirectory directory = RunDirectory.share(out, plan.identity());
        try (RunLog log = RunLog.open(out.resolve("shard-" + shard.index() + "-of-" + shard.count() + ".log"))) {
            List<ObjectNode> results = new ShardPass(options, plan.models(), directory, workers, progress, stop)
                    .results(plan.classes(), plan.identity(), rows(plan.models(), directory, progress), started);
            return new ImproveSummary(out, Optional.empty(), Optional.empty(), results);
        } catch (RuntimeException e) {
            LOG.error("the run failed", e);
            throw e;
        }
    }

    /**
     * Does what the process says that started this one as a worker; it has the run's folder open.
     *
     * @param in where tasks come from; their end is the end of the work
     * @param out where answers go
     * @throws org.biggantune.domain.failure.BigganTuneException as when running; the other process is told
     */
    final void serve(InputStream in, PrintWriter out) {
        try (StopSignal stop = StopSignal.ofRun(LIMIT, progress::say)) {
            WorkerChannel link = new WorkerChannel(in, out, stop);
            try {
                ModelSet models = findModels(new DigestedFiles());
                RunDirectory directory = RunDirectory.ofParent(options.run.out.orElseThrow());
                new TuningWorker(options, models, directory, link, stop)
                        .serve(all(models), identity(models), rows(models, directory, link));
            } catch (RuntimeException e) {
                link.failed(e);
                throw e;
            }
        }
    }

    private Plan plan(DigestedFiles digests) {
        requireInputs();
        ModelSet models = findModels(digests);
        List<ClassLabel> classes = selected(models);
        GeneratorOutput.check(options, models);
        requireOutput(models);
        return new Plan(models, classes, identity(models));
    }

    private StartingRows rows(ModelSet models, RunDirectory directory, Progress listener) {
        RankedEmbeddings ranked = new RankedEmbeddings(options.settings(), directory, listener);
        return new StartingRows(
                models, baselines(directory, ranked), options.settings().start().initial(), ranked);
    }

    /**
     * Writes everything that a run leaves after its last class; its record is finished, and its folder still claimed.
     *
     * @return the page of the run, if one is wanted
     */
    private Optional<Path> complete(RunDirectory directory, ModelSet models) {
        List<ClassLabel> finished = new ArrayList<>();
        boolean layers = false;
        for (ClassLabel label : all(models)) {
            Optional<ObjectNode> result = directory.finished(label);
            if (result.isPresent()) {
                finished.add(label);
                layers |= result.get().path("noiseLayer").asBoolean();
            }
        }
        // A row that needs the layer trained with it would, in a matrix of rows alone, draw other images than were
        // measured.
        if (!layers) {
            publish(directory, models, finished);
        }
        return report().map(page -> page.write(RecordedRun.read(directory.root()), Optional.of(models.content())));
    }

    /** What no number of a finished class's row is outside: tuned ones are clamped, and one that stays is the generator's. */
    final EmbeddingBounds bounds(ModelSet models) {
        EmbeddingMatrix original = models.content().embeddings();
        return options.settings()
                .clamp()
                .map(clamp -> clamp.including(original.values()))
                .orElseGet(original::bounds);
    }
}
