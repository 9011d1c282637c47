package org.biggantune.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.report.JsonFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker seen by the process that started it. What the worker says comes in through a queue, as a thread reads it; what
 * it writes to its standard error goes to this process's log. The worker ends when it is dismissed, or when this process
 * does.
 */
public final class WorkerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    /** What a process writes its errors in, which from Java 18 on is not the default. */
    private static final Charset NATIVE = Charset.forName(System.getProperty("native.encoding", "UTF-8"));

    private final String name;
    private final Process process;
    private final PrintWriter tasks;
    private volatile String lastWords = "";

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.tasks = new PrintWriter(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    }

    /**
     * Something that happened.
     *
     * @param worker to whom
     * @param message what it says; empty when it has ended
     */
    public record Event(WorkerProcess worker, Optional<ObjectNode> message) {}

    /**
     * Starts a worker.
     *
     * @param number which one it is, from 0
     * @param device its device, for messages
     * @param command what to start
     * @param events where what happens is put
     * @throws CannotCreateException if the system starts no more processes
     */
    public static WorkerProcess start(
            int number, DeviceChoice device, List<String> command, BlockingQueue<Event> events) {
        String name = "worker " + number + " (" + device + ")";
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new CannotCreateException(name + ": cannot be started: " + e.getMessage(), e);
        }
        LOG.info("{} is process {}", name, process.pid());
        WorkerProcess worker = new WorkerProcess(name, process);
        Thread errors = worker.thread("errors", () -> worker.log(process.getErrorStream()));
        worker.thread("answers", () -> worker.listen(process.getInputStream(), errors, events));
        return worker;
    }

    private Thread thread(String what, Runnable work) {
        Thread thread = new Thread(work, name + " " + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void log(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, NATIVE))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                LOG.info("{}: {}", name, line);
                lastWords = line.isBlank() ? lastWords : line.strip();
            }
        } catch (IOException e) {
            LOG.debug("{}: its errors cannot be read any more", name, e);
        }
    }

    private void listen(InputStream stream, Thread errors, BlockingQueue<Event> events) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Optional<ObjectNode> message = JsonFile.ofLine(line);
                if (message.isPresent()) {
                    events.add(new Event(this, message));
                } else {
                    LOG.info("{} wrote: {}", name, line);
                }
            }
        } catch (IOException e) {
            LOG.debug("{}: its answers cannot be read any more", name, e);
        }
        try {
            int code = process.waitFor();
            errors.join();
            LOG.info("{} ended with {}", name, code);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        events.add(new Event(this, Optional.empty()));
    }

    /** Gives it a task; a worker that has just ended takes it silently. */
    void give(WorkerTask task) {
        tasks.println(JsonFile.line(task.json()));
    }

    /** Tells it that there are no more tasks: it ends at once, saving the state of a class under way. */
    public void dismiss() {
        tasks.close();
    }

    /** Ends it in the middle of whatever it does. */
    void kill() {
        process.destroyForcibly();
    }

    /** How it is called in messages. */
    String name() {
        return name;
    }

    /** The last line it wrote to its standard error; empty if it wrote none. */
    String lastWords() {
        return lastWords;
    }

    /** What it ended with, once it has ended; 128 + n after signal n. */
    int exitCode() {
        return process.exitValue();
    }
}
