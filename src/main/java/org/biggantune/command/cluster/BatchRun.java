package org.biggantune.command.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.SelfCommand;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.io.MessageText;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.workers.StopSignal;

/**
 * Runs the commands of a batch, each in its own process, so that a crash does not affect the others. Finished ones are
 * recorded in the batch's folder and skipped the next time.
 */
final class BatchRun {
    private static final String MAIN = "org.biggantune.Main";
    private static final String RECORD = "batch.json";
    private static final int LOOK_MILLIS = 100;

    /** A process that a signal ended has a code above this. */
    private static final int BY_SIGNAL = 128;

    /** Longer than the half minute that a tuning run may take to stop its workers. */
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final Path root;
    private final List<BatchEntry> entries;
    private final int jobs;
    private final Progress progress;
    private final Map<BatchEntry, BatchOutcome> outcomes = new ConcurrentHashMap<>();

    /**
     * Creates a batch.
     *
     * @param root the batch's folder, created if missing
     * @param entries the runs
     * @param jobs how many run at the same time
     * @param progress shows the start and end of each run
     */
    BatchRun(Path root, List<BatchEntry> entries, int jobs, Progress progress) {
        this.root = root;
        this.entries = entries;
        this.jobs = jobs;
        this.progress = progress;
    }

    /**
     * Runs everything that is not done, continuing after failures, until a signal arrives.
     *
     * @throws org.biggantune.domain.failure.SettingsConflictException if another process works on the batch
     */
    BatchReport execute() {
        try (RunDirectory folder = RunDirectory.claim(root);
                StopSignal stop = StopSignal.ofRun(LIMIT, progress::say)) {
            Map<List<String>, JsonNode> done = done();
            List<BatchEntry> open = new ArrayList<>();
            for (BatchEntry entry : entries) {
                JsonNode noted = done.get(entry.arguments());
                outcomes.put(
                        entry,
                        noted == null
                                ? new BatchOutcome(entry, BatchOutcome.NONE, 0, log(entry), false)
                                : BatchOutcome.done(entry, noted, log(entry)));
                if (noted == null) {
                    open.add(entry);
                }
            }
            if (open.size() < entries.size()) {
                progress.say((entries.size() - open.size()) + " of " + entries.size() + " runs are already done.");
            }
            run(open, folder, stop);
            return report();
        }
    }

    private BatchReport report() {
        return new BatchReport(root, entries.stream().map(outcomes::get).toList());
    }

    private void run(List<BatchEntry> open, RunDirectory folder, StopSignal stop) {
        ExecutorService threads = Executors.newFixedThreadPool(jobs, task -> new Thread(task, "batch"));
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (BatchEntry entry : open) {
                futures.add(threads.submit(() -> run(entry, folder, stop)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted while waiting for runs", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a run of the batch failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void run(BatchEntry entry, RunDirectory folder, StopSignal stop) {
        if (stop.received().isPresent()) {
            return;
        }
        progress.say(entry.name() + ": " + String.join(" ", entry.arguments()));
        long begun = System.nanoTime();
        int ended = process(entry, stop);
        // A command that the signal killed was not yet handling signals or cannot resume: it counts as stopped.
        int code = stop.received().isPresent() && ended > BY_SIGNAL ? ExitCode.STOPPED.code() : ended;
        double seconds = (System.nanoTime() - begun) / 1e9;
        BatchOutcome outcome = new BatchOutcome(entry, code, seconds, log(entry), false);
        synchronized (this) {
            outcomes.put(entry, outcome);
            folder.write(RECORD, report().tree());
        }
        progress.say(
                entry.name() + ": " + outcome.state() + (code == 0 ? "" : ", exit code " + code + lastLine(entry)));
    }

    private int process(BatchEntry entry, StopSignal stop) {
        Process process = start(entry);
        boolean signalled = false;
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!signalled && stop.received().isPresent()) {
                    signalled = true;
                    process.destroy();
                }
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            // The batch failed elsewhere: nothing runs on without it.
            process.destroy();
            Thread.currentThread().interrupt();
            return BatchOutcome.NONE;
        }
    }

    private Process start(BatchEntry entry) {
        List<String> command = SelfCommand.command(MAIN, List.of(), entry.commandLine(root));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log(entry).toFile()))
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new CannotCreateException(entry.place() + ": cannot be started: " + MessageText.of(e.toString()), e);
        }
    }

    private Path log(BatchEntry entry) {
        return root.resolve(entry.name() + ".log");
    }

    private String lastLine(BatchEntry entry) {
        try {
            String text = Files.readString(log(entry)).strip();
            return ": " + MessageText.of(text.substring(text.lastIndexOf('\n') + 1));
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the runs that earlier processes have recorded as done, by command line. */
    private Map<List<String>, JsonNode> done() {
        Path record = root.resolve(RECORD);
        if (!Files.exists(record)) {
            return Map.of();
        }
        return StreamSupport.stream(JsonFile.read(record).path("runs").spliterator(), false)
                .filter(run -> run.path("state").asText().equals("done"))
                .collect(Collectors.toMap(BatchRun::arguments, run -> run, (first, second) -> first));
    }

    private static List<String> arguments(JsonNode run) {
        return StreamSupport.stream(run.path("arguments").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
