package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import org.biggantune.cli.SelfCommand;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.RunRecord;
import org.biggantune.workers.WorkScheduler;
import org.biggantune.workers.WorkerProcess;

/**
 * Has worker processes tune classes, each into its own folder, and publishes them in order. Loads no models itself.
 */
final class WorkerTuning {
    private static final String MAIN = "org.biggantune.Main";

    /** Lets workers on the CPU share the memory-mapped model files; see {@code model.MappedWeights}. */
    private static final String MAP_WEIGHTS = "-Dbiggantune.map-weights=true";

    private final TuningOptions options;
    private final WorkerOptions.Pool pool;
    private final RunDirectory directory;
    private final Progress progress;
    private final StopCheck stop;

    /** Creates a pass over an open folder, which is borrowed. */
    WorkerTuning(
            TuningOptions options, WorkerOptions.Pool pool, RunDirectory directory, Progress progress, StopCheck stop) {
        this.options = options;
        this.pool = pool;
        this.directory = directory;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Tunes the unfinished classes of a run.
     *
     * @param classes the classes, in order
     * @param unfinished the unfinished ones, at least one
     * @param identity the run's identity
     * @param started when the run was started
     * @return the {@code result.json} of each class, in order
     */
    List<ObjectNode> results(
            List<ClassLabel> classes, List<ClassLabel> unfinished, RunIdentity identity, Instant started) {
        List<ObjectNode> results = new ArrayList<>();
        Set<ClassLabel> open = new HashSet<>(unfinished);
        LoadSettings load =
                RecordedLoad.ofWorkers(directory, options, pool.devices().size());
        RunRecord record = RunProvenance.begin(directory, identity, classes, "", load, started, progress);
        List<String> engines = new ArrayList<>();
        WorkScheduler scheduler =
                new WorkScheduler(identity.digest(), unfinished, progress, stop, new WorkScheduler.Listener() {
                    @Override
                    public void onReady(String engine) {
                        engines.add(engine);
                        directory.write(record.with(record.work().onDevices(engines)));
                    }

                    @Override
                    public void onDone(ClassLabel label) {
                        open.remove(label);
                        directory
                                .finished(label)
                                .ifPresent(result -> progress.say(
                                        TuningPass.finished(classes.size() - open.size(), classes.size(), result)));
                        publish(classes, open, results);
                    }
                });
        scheduler.work(this::start);
        publish(classes, open, results);
        RunProvenance.finish(directory, record.with(record.work().onDevices(engines)), results);
        return results;
    }

    /**
     * Tunes classes in a folder shared with other processes, without publishing.
     *
     * @param classes the classes, in order
     * @param identity the run's identity
     */
    void shared(List<ClassLabel> classes, RunIdentity identity) {
        if (classes.isEmpty()) {
            return;
        }
        new WorkScheduler(identity.digest(), classes, progress, stop, new WorkScheduler.Listener() {
                    @Override
                    public void onReady(String engine) {
                        // The claims record which device tunes each class.
                    }

                    @Override
                    public void onDone(ClassLabel label) {
                        directory.finished(label).ifPresent(result -> progress.say(TuningPass.finished(1, 1, result)));
                    }
                })
                .work(this::start);
    }

    /**
     * Publishes finished classes up to the first unfinished one.
     *
     * @param open classes not yet reported as finished; a worker may still be writing into their folders
     * @param results the results published so far; new ones are added
     */
    private void publish(List<ClassLabel> classes, Set<ClassLabel> open, List<ObjectNode> results) {
        while (results.size() < classes.size() && !open.contains(classes.get(results.size()))) {
            results.add(directory.publish(classes.get(results.size())));
        }
    }

    private List<WorkerProcess> start(BlockingQueue<WorkerProcess.Event> events) {
        List<WorkerProcess> workers = new ArrayList<>();
        try {
            for (DeviceChoice device : pool.devices()) {
                List<String> command = SelfCommand.command(MAIN, List.of(MAP_WEIGHTS), arguments(device));
                workers.add(WorkerProcess.start(workers.size(), device, command, events));
            }
            return workers;
        } catch (RuntimeException e) {
            workers.forEach(WorkerProcess::shutDown);
            throw e;
        }
    }

    /** Returns the run's command line with the worker's options appended, which override earlier ones. */
    private List<String> arguments(DeviceChoice device) {
        List<String> arguments = new ArrayList<>(pool.arguments());
        arguments.add("--out=" + directory.root().toAbsolutePath());
        arguments.add("--device=" + device);
        arguments.add(
                "--threads=" + threads(options.compute.threads(), pool.devices().size()));
        arguments.add("--worker");
        return arguments;
    }

    /** Returns a worker's share of the threads; all cores are shared if {@code --threads} is not given. */
    static int threads(OptionalInt all, int workers) {
        return Math.max(1, all.orElse(Runtime.getRuntime().availableProcessors()) / workers);
    }
}
