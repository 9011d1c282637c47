package org.biggantune.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.report.JsonFile;

/**
 * A worker's connection to its parent process. Tasks arrive as {@link WorkerTask} lines; replies are these lines:
 *
 * <pre>
 * {"ready": ENGINE}                                          models are loaded
 * {"task": NAME, "phase": NAME, "finished": n, "of": m}      progress of the current task, at most twice a second
 * {"say": TEXT}                                              a line for the user
 * {"done": true}                                             the task is done
 * {"failed": EXCEPTION, "message": TEXT}                     the worker has failed and ends
 * </pre>
 *
 * <p>When the parent closes the connection or dies, the current task is stopped as by a signal.
 */
public final class WorkerChannel implements Progress {
    private static final long EVERY_NANOS = 500_000_000;
    private static final long LOOK_MILLIS = 100;

    private final PrintWriter out;
    private final StopSignal stop;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private String task = "";
    private String phase = "";
    private long done;
    private long total;
    private long reported;

    /**
     * Opens the connection and starts a thread that reads the tasks.
     *
     * @param in supplies tasks, borrowed
     * @param out receives replies, borrowed
     * @param stop is asked to stop at the end of {@code in}
     */
    public WorkerChannel(InputStream in, PrintWriter out, StopSignal stop) {
        this.out = out;
        this.stop = stop;
        Thread reader = new Thread(() -> read(in), "tasks");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream in) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            // Treat a broken connection as closed.
        }
        lines.add(Optional.empty());
        stop.ask("the process that started this worker");
    }

    /**
     * Waits for the next task; empty if there are no more.
     *
     * @throws StoppedException if a signal arrives first
     */
    public Optional<WorkerTask> next() {
        try {
            return await().flatMap(JsonFile::ofLine).map(WorkerTask::of);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<String> await() throws InterruptedException {
        while (true) {
            Optional<String> line = lines.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (line != null) {
                return line;
            }
            // The reader queues the end of the connection before it asks to stop.
            if (stop.received().isPresent() && lines.isEmpty()) {
                throw new StoppedException("stopped by " + stop.received().get() + " between two classes");
            }
        }
    }

    /** Reports that the models are loaded; {@code engine} is libtorch and device. */
    public void ready(String engine) {
        send(JsonFile.object().put("ready", engine));
    }

    public void done() {
        send(JsonFile.object().put("done", true));
    }

    public void failed(RuntimeException failure) {
        send(JsonFile.object()
                .put("failed", failure.getClass().getSimpleName())
                .put("message", String.valueOf(failure.getMessage())));
    }

    /** Does nothing: the parent counts the classes. */
    @Override
    public void series(String kind, int number, int count, int toCome) {}

    @Override
    public void begin(String name, long units) {
        task = name;
        phase = "";
        total = units;
        done = 0;
        report();
    }

    @Override
    public void resize(long units) {
        total = units;
    }

    @Override
    public void phase(String name, long of, long units) {
        if (!phase.equals(name)) {
            phase = name;
            report();
        }
    }

    @Override
    public void advance(long units, String note) {
        done = units;
        if (System.nanoTime() - reported >= EVERY_NANOS) {
            report();
        }
    }

    @Override
    public void end() {}

    @Override
    public void say(String line) {
        send(JsonFile.object().put("say", line));
    }

    private void report() {
        reported = System.nanoTime();
        send(JsonFile.object()
                .put("task", task)
                .put("phase", phase)
                .put("finished", done)
                .put("of", total));
    }

    private void send(ObjectNode message) {
        out.println(JsonFile.line(message));
        out.flush();
    }
}
