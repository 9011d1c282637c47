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
 * Has worker processes tune classes, each class into its own folder in the run's, and publishes them in their order. Loads
 * no models itself.
 */
final class WorkerTuning {
    private static final String MAIN = "org.biggantune.Main";

    /** Workers on the CPU share the pages of the models' files; see {@code model.MappedWeights}. */
    private static final String MAP_WEIGHTS = "-Dbiggantune.map-weights=true";

    private final TuningOptions options;
    private final WorkerOptions.Pool crew;
    private final RunDirectory directory;
    private final Progress progress;
    private final StopCheck stop;

    /** A pass over an open folder that is borrowed. */
    WorkerTuning(
            TuningOptions options, WorkerOptions.Pool crew, RunDirectory directory, Progress progress, StopCheck stop) {
        this.options = options;
        this.crew = crew;
        this.directory = directory;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Tunes.
     *
     * @param classes the classes, in order
     * @param unfinished those of them that are not finished, at least one
     * @param identity the run's identity
     * @param started when the run began
     * @return each class's {@code result.json}, in order
     */
    List<ObjectNode> results(
            List<ClassLabel> classes, List<ClassLabel> unfinished, RunIdentity identity, Instant started) {
        List<ObjectNode> results = new ArrayList<>();
        Set<ClassLabel> open = new HashSet<>(unfinished);
        LoadSettings load =
                RecordedLoad.ofWorkers(directory, options, crew.devices().size());
        RunRecord record = RunProvenance.begin(directory, identity, classes, "", load, started, progress);
        List<String> engines = new ArrayList<>();
        WorkScheduler foreman =
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
        foreman.work(this::start);
        publish(classes, open, results);
        RunProvenance.finish(directory, record.with(record.work().onDevices(engines)), results);
        return results;
    }

    /**
     * Tunes classes into a folder that others use too, and publishes nothing.
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
                        // The claims say what tunes each class.
                    }

                    @Override
                    public void onDone(ClassLabel label) {
                        directory.finished(label).ifPresent(result -> progress.say(TuningPass.finished(1, 1, result)));
                    }
                })
                .work(this::start);
    }

    /**
     * Publishes the classes that are finished and have none in front of them that is not.
     *
     * @param open classes whose worker has not told that they are finished: it may still be in the class's folder
     * @param results those of the classes that are published, added to
     */
    private void publish(List<ClassLabel> classes, Set<ClassLabel> open, List<ObjectNode> results) {
        while (results.size() < classes.size() && !open.contains(classes.get(results.size()))) {
            results.add(directory.publish(classes.get(results.size())));
        }
    }

    private List<WorkerProcess> start(BlockingQueue<WorkerProcess.Event> events) {
        List<WorkerProcess> workers = new ArrayList<>();
        try {
            for (DeviceChoice device : crew.devices()) {
                List<String> command = SelfCommand.command(MAIN, List.of(MAP_WEIGHTS), arguments(device));
                workers.add(WorkerProcess.start(workers.size(), device, command, events));
            }
            return workers;
        } catch (RuntimeException e) {
            workers.forEach(WorkerProcess::dismiss);
            throw e;
        }
    }

    /** The run's own command line with what differs behind it, where it counts. */
    private List<String> arguments(DeviceChoice device) {
        List<String> arguments = new ArrayList<>(crew.arguments());
        arguments.add("--out=" + directory.root().toAbsolutePath());
        arguments.add("--device=" + device);
        arguments.add(
                "--threads=" + threads(options.compute.threads(), crew.devices().size()));
        arguments.add("--worker");
        return arguments;
    }

    /** A worker's share of the threads, all cores where nothing is said. */
    static int threads(OptionalInt all, int workers) {
        return Math.max(1, all.orElse(Runtime.getRuntime().availableProcessors()) / workers);
    }
}
