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
 * A run that tunes classes into a folder, in this process or in workers, alone or as part of a sweep. A class with a result
 * in the folder is not tuned again, so repeating the command resumes the run. Subclasses define the models and classes, the
 * starting points, and the files published at the end.
 */
public abstract sealed class TuningRun permits ImproveRun, RepurposeRun {
    private static final Logger LOG = LoggerFactory.getLogger(TuningRun.class);

    /** How long a process with loaded models may take to stop. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** How long a process may take to stop its workers and itself. */
    private static final Duration LIMIT_WITH_WORKERS = Duration.ofSeconds(30);

    private final TuningOptions options;
    private final WorkerOptions.Pool workers;
    private final Progress progress;

    /**
     * The models and classes of a run, checked before tuning.
     *
     * @param models the models, not yet loaded
     * @param classes the requested classes, in order
     * @param identity the settings and models that must be the same for the run to be resumed
     */
    private record Plan(ModelSet models, List<ClassLabel> classes, RunIdentity identity) {}

    /**
     * Creates a run.
     *
     * @param options the command's options
     * @param progress shows the progress
     */
    TuningRun(TuningOptions options, Progress progress) {
        this.options = options;
        this.workers = options.workers();
        this.progress = new LoggedProgress(progress);
    }

    /** Refuses a missing input before any model is opened, if there is more to say than that it is missing. */
    void requireInputs() {}

    /** Finds the models and checks everything that does not depend on the requested classes. */
    abstract ModelSet findModels(DigestedFiles digests);

    /** Returns the requested classes, in order. */
    abstract List<ClassLabel> selected(ModelSet models);

    /** Returns all classes that the run's folder may hold. */
    abstract List<ClassLabel> all(ModelSet models);

    /** Refuses, before tuning, an output that could not be written afterwards. */
    void requireOutput(ModelSet models) {}

    /** Warns the user, before a long run, of choices that may spoil its result. */
    void advise(ModelSet models) {
        if (models.judgeIsClassifier()) {
            progress.say("--judge is the classifier itself (the same SHA-256): it gives no second opinion.");
        }
        models.judge()
                .missing()
                .ifPresent(why -> progress.say("No judge: " + why
                        + ". For a second opinion, name a classifier that knows the classes with --judge."));
    }

    /** Returns the settings and models that must be the same for a run to be resumed. */
    abstract RunIdentity identity(ModelSet models);

    /** Returns the prefix of the folder's name, for a run without {@code --out}. */
    abstract String folderName(List<ClassLabel> classes);

    /**
     * Returns the baselines that classes start from and have to beat; empty if all are classes of the generator.
     *
     * @param directory the run's folder
     * @param ranked ranks the generator's embeddings for a class
     */
    Optional<BaselineEmbeddings> baselines(RunDirectory directory, RankedEmbeddings ranked) {
        return Optional.empty();
    }

    /**
     * Writes the files for all finished classes together: the matrix and, if requested, the generator.
     *
     * @param finished all classes with a result in the folder, whether tuned by this process or not
     */
    abstract void publish(RunDirectory directory, ModelSet models, List<ClassLabel> finished);

    /** Returns the command's options. */
    final TuningOptions options() {
        return options;
    }

    final Progress progress() {
        return progress;
    }

    /** Returns the writer of the run's HTML report, unless turned off. */
    public final Optional<RunReport> report() {
        return options.run.report ? Optional.of(new RunReport(options.home)) : Optional.empty();
    }

    /** Returns the file for the generator with the tuned embeddings, if requested. */
    public final Optional<Path> writeGenerator() {
        return options.run.writeGenerator;
    }

    /** Returns whether this process tunes one shard of the classes. */
    public final boolean isShard() {
        return workers.shard().isPresent();
    }

    /**
     * Does the checks of models, classes and an earlier run in the folder that precede tuning; writes nothing.
     *
     * @param digests the digests known so far; new ones are added
     * @throws org.biggantune.domain.failure.BigganTuneException if the run would be refused
     */
    public final void check(DigestedFiles digests) {
        Plan plan = plan(digests);
        options.run.out.ifPresent(out -> plan.identity().check(out));
    }

    /**
     * Tunes, or resumes an earlier run in the same folder, until done or stopped by a signal.
     *
     * @return the results of all requested classes
     * @throws org.biggantune.domain.failure.BigganTuneException for an error that the user can fix
     */
    final ImproveSummary execute() {
        try (StopSignal stop = listen()) {
            return execute(stop, new DigestedFiles());
        }
    }

    /** Starts listening for the signals that stop a run; the caller closes the result. */
    public final StopSignal listen() {
        return StopSignal.ofRun(workers.isEmpty() ? LIMIT : LIMIT_WITH_WORKERS, progress::say);
    }

    /**
     * Tunes until done or stopped.
     *
     * @param digests the digests known so far; new ones are added
     */
    @SuppressWarnings("try") // The log is not used by name, only kept open.
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

    @SuppressWarnings("try") // The log is not used by name, only kept open.
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
     * Runs as a worker of the process that holds the run's folder.
     *
     * @param in supplies tasks; its end is the end of the work
     * @param out receives replies
     * @throws org.biggantune.domain.failure.BigganTuneException as {@link #execute()}, after reporting it to that process
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

    private StartingPoints rows(ModelSet models, RunDirectory directory, Progress listener) {
        RankedEmbeddings ranked = new RankedEmbeddings(options.settings(), directory, listener);
        return new StartingPoints(
                models, baselines(directory, ranked), options.settings().start().initial(), ranked);
    }

    /**
     * Writes the files that come after the last class; the record is finished and the folder still locked.
     *
     * @return the run's HTML report, unless turned off
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
        // Without its noise layer, an embedding would draw other images than those measured.
        if (!layers) {
            publish(directory, models, finished);
        }
        return report().map(page -> page.write(RecordedRun.read(directory.root()), Optional.of(models.content())));
    }

    /** Returns bounds that hold for every finished embedding, whether tuned and clamped or the generator's own. */
    final EmbeddingBounds bounds(ModelSet models) {
        EmbeddingMatrix original = models.content().embeddings();
        return options.settings()
                .clamp()
                .map(clamp -> clamp.including(original.values()))
                .orElseGet(original::bounds);
    }
}
