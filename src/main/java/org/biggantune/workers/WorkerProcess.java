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
 * A worker process as seen by its parent. Threads read its replies, which they put into a queue, and its standard error,
 * which goes to this process's log. The worker ends when it is shut down, or when this process ends.
 */
public final class WorkerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    /** The encoding of a process's standard error, which is not the default charset from Java 18 on. */
    private static final Charset NATIVE = Charset.forName(System.getProperty("native.encoding", "UTF-8"));

    private final String name;
    private final Process process;
    private final PrintWriter tasks;
    private volatile String lastErrorLine = "";

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.tasks = new PrintWriter(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    }

    /**
     * A reply of a worker, or its end.
     *
     * @param worker the worker
     * @param message the reply; empty if the worker has ended
     */
    public record Event(WorkerProcess worker, Optional<ObjectNode> message) {}

    /**
     * Starts a worker.
     *
     * @param number the worker's number, from 0
     * @param device the worker's device, for messages
     * @param command the command line
     * @param events receives replies and the end
     * @throws CannotCreateException if the system cannot start the process
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
        worker.thread("replies", () -> worker.listen(process.getInputStream(), errors, events));
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
                lastErrorLine = line.isBlank() ? lastErrorLine : line.strip();
            }
        } catch (IOException e) {
            LOG.debug("{}: reading standard error failed", name, e);
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
            LOG.debug("{}: reading replies failed", name, e);
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

    /** Sends a task; has no effect if the worker has just ended. */
    void give(WorkerTask task) {
        tasks.println(JsonFile.line(task.json()));
    }

    /** Closes the worker's task stream: it saves the state of its current class and ends. */
    public void shutDown() {
        tasks.close();
    }

    /** Kills the process. */
    void kill() {
        process.destroyForcibly();
    }

    /** Returns the worker's name in messages. */
    String name() {
        return name;
    }

    /** Returns the last line of its standard error; empty if there was none. */
    String lastErrorLine() {
        return lastErrorLine;
    }

    /** Returns the exit code after the worker has ended; 128 + n after signal n. */
    int exitCode() {
        return process.exitValue();
    }
}
