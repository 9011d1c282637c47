package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;
import org.biggantune.domain.Shard;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.DivergedException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.runfolder.ClassClaims;
import org.biggantune.runfolder.ClassFolder;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.RunRecord;

/**
 * Tunes the classes of one shard in a folder shared with other processes, claiming each class before tuning it. The files
 * for all classes together are written by {@code merge}. A class claimed by another live process is skipped; one that
 * diverges does not stop the others.
 */
final class ShardPass {
    private static final int LOOK_MILLIS = 250;

    private final TuningOptions options;
    private final ModelSet models;
    private final RunDirectory directory;
    private final WorkerOptions.Pool workers;
    private final Progress progress;
    private final StopCheck stop;
    private final ClassClaims claims;
    private final List<String> diverged = new ArrayList<>();

    /** Creates a pass. Folder and models are borrowed. */
    ShardPass(
            TuningOptions options,
            ModelSet models,
            RunDirectory directory,
            WorkerOptions.Pool workers,
            Progress progress,
            StopCheck stop) {
        this.options = options;
        this.models = models;
        this.directory = directory;
        this.workers = workers;
        this.progress = progress;
        this.stop = stop;
        this.claims = new ClassClaims(directory);
    }

    /**
     * Tunes the shard's classes that are not finished.
     *
     * @param classes the classes of all shards, in order
     * @param identity the run's identity
     * @param rows the starting points of the classes
     * @param started when this process was started
     * @return the {@code result.json} of each finished class of the shard, in order
     * @throws DivergedException at the end, if a class diverged
     */
    List<ObjectNode> results(List<ClassLabel> classes, RunIdentity identity, StartingPoints rows, Instant started) {
        Shard shard = workers.shard().orElseThrow();
        record(classes, shard, identity, started);
        List<ClassLabel> own = shard.of(classes);
        List<ClassLabel> unfinished = own.stream()
                .filter(label -> directory.finished(label).isEmpty())
                .toList();
        if (unfinished.isEmpty()) {
            progress.say(
                    own.isEmpty()
                            ? "Shard " + shard + " has none of the " + classes.size() + " classes: nothing to do."
                            : "All " + own.size() + " classes of shard " + shard + " are already finished.");
        } else if (workers.isEmpty()) {
            tune(unfinished, identity, rows);
        } else {
            List<ClassLabel> free = unfinished.stream()
                    .filter(label -> claims.holder(label).isEmpty())
                    .toList();
            new WorkerTuning(options, workers, directory, progress, stop).shared(free, identity);
        }
        if (!diverged.isEmpty()) {
            throw new DivergedException(diverged.size() + " of " + own.size() + " classes of shard " + shard
                    + " diverged, the others were tuned: " + diverged.get(0));
        }
        return own.stream().flatMap(label -> directory.finished(label).stream()).toList();
    }

    /** Writes the folder's record if this is the first shard; else requires the record to have the same classes. */
    private void record(List<ClassLabel> classes, Shard shard, RunIdentity identity, Instant started) {
        Optional<RunRecord> earlier = directory.recorded();
        boolean first = earlier.map(RunRecord::shards).orElse(0) == 0;
        if (first) {
            LoadSettings load = RecordedLoad.ofWorkers(
                    directory, options, Math.max(1, workers.devices().size()));
            RunRecord begun = RunProvenance.begin(directory, identity, classes, "", load, started, progress);
            RunRecord record = begun.with(begun.work().inShards(shard.count()));
            if (earlier.isEmpty()) {
                directory.writeOnce(record);
            } else {
                directory.write(record);
            }
        }
        // Another shard may have written it first.
        identity.check(directory.root());
        RunRecord recorded = directory.recorded().orElseThrow();
        if (!recorded.classes().equals(classes)) {
            throw new SettingsConflictException(
                    "--class: the folder " + directory.root() + " is shared by tasks that tune "
                            + recorded.classes().size() + " classes, not these " + classes.size()
                            + "; give all tasks the same list, or use another folder and combine both with merge");
        }
        if (recorded.shards() != shard.count() && shard.count() > 1) {
            throw new SettingsConflictException("--shard " + shard + ": the folder " + directory.root()
                    + " is shared by " + recorded.shards()
                    + " shards; use I/" + recorded.shards() + ", or --shard 0/1 for all remaining classes");
        }
        if (!first) {
            RunRecord resumed = recorded.resumedBy(RunProvenance.continued(recorded, progress));
            if (!resumed.equals(recorded)) {
                directory.write(resumed);
            }
        }
    }

    private void tune(List<ClassLabel> unfinished, RunIdentity identity, StartingPoints rows) {
        RecordedLoad recorded = RecordedLoad.of(directory, options.settings());
        try (TuningModels loaded = TuningModels.open(options, models, recorded, stop)) {
            models.precisions().advise(loaded.runtime(), progress);
            rows.find(unfinished, loaded);
            ClassTuning tuning = new ClassTuning(options, models, loaded, directory, identity.digest(), progress, stop);
            List<ClassLabel> waiting = new ArrayList<>(unfinished);
            int done = 0;
            while (!waiting.isEmpty()) {
                for (ClassLabel label : List.copyOf(waiting)) {
                    stop.check();
                    if (isSettled(label, done, unfinished.size(), rows, tuning)) {
                        waiting.remove(label);
                        done++;
                    }
                }
                if (!waiting.isEmpty()) {
                    await();
                }
            }
        }
    }

    /** Tunes a class unless another process has done so or is doing so; false if the class has to be tried again. */
    private boolean isSettled(ClassLabel label, int done, int count, StartingPoints rows, ClassTuning tuning) {
        if (directory.finished(label).isPresent()) {
            return true;
        }
        Optional<ClassFolder> opened = claims.open(label);
        if (opened.isEmpty()) {
            Optional<String> holder = claims.holder(label);
            holder.ifPresent(who -> progress.say(label + " is being tuned by " + who + "; skipped"));
            return holder.isPresent();
        }
        progress.series("class", done + 1, count, count - done - 1);
        try (ClassFolder folder = opened.get()) {
            tune(label, folder, rows, tuning);
        }
        directory.finished(label).ifPresent(result -> progress.say(TuningPass.finished(done + 1, count, result)));
        return true;
    }

    private void tune(ClassLabel label, ClassFolder folder, StartingPoints rows, ClassTuning tuning) {
        try {
            tuning.tune(rows.of(label), folder);
        } catch (DivergedException e) {
            diverged.add(e.getMessage());
            progress.say(e.getMessage());
        } catch (SettingsConflictException e) {
            if (!folder.isTakenOver()) {
                throw e;
            }
            progress.say(e.getMessage());
        }
    }

    private static void await() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted while waiting for classes claimed by other processes", e);
        }
    }
}
