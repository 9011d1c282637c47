package org.biggantune.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.domain.failure.StoppedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Distributes classes over worker processes: one worker first finds the starting points, then each gets a new class whenever
 * it has finished one. A class of a lost (killed, crashed) worker goes to another worker once. Any other failure, or a
 * signal, stops all workers, which save their states. Single-threaded; the workers' events arrive in a queue.
 */
public final class WorkScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(WorkScheduler.class);
    private static final long LOOK_MILLIS = 100;

    /** How long to wait for workers, which exit by themselves within half of it, in the middle of a step if necessary. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int PERCENT = 100;

    /** Receives notice of the workers' progress. */
    public interface Listener {
        /** Called when a worker has loaded its models; {@code engine} is its libtorch and device. */
        void onReady(String engine);

        /** Called when a class is finished. */
        void onDone(ClassLabel label);
    }

    /** The state of a worker as known from its replies. */
    private static final class Member {
        private boolean alive = true;
        private boolean ready;
        private Optional<WorkerTask> task = Optional.empty();
        private String note = "";

        /** How much of the worker's class is done, in percent. */
        private long share;
    }

    private final Map<Integer, ClassLabel> classes;
    private final Progress progress;
    private final StopCheck stop;
    private final Listener listener;
    private final WorkQueue<WorkerTask> queue;
    private final Map<WorkerProcess, Member> members = new LinkedHashMap<>();
    private final BlockingQueue<WorkerProcess.Event> events = new LinkedBlockingQueue<>();
    private boolean prepared;
    private int left;
    private int done;
    private Optional<RuntimeException> failure = Optional.empty();

    /**
     * Creates a scheduler.
     *
     * @param run the digest of the run's identity
     * @param classes the classes to tune, at least one, in order
     * @param progress shows the progress
     * @param stop stops the work
     * @param listener is notified of ready workers and finished classes
     */
    public WorkScheduler(String run, List<ClassLabel> classes, Progress progress, StopCheck stop, Listener listener) {
        this.classes = classes.stream()
                .collect(Collectors.toMap(ClassLabel::index, label -> label, (a, b) -> a, LinkedHashMap::new));
        this.progress = progress;
        this.stop = stop;
        this.listener = listener;
        List<WorkerTask> tasks = new ArrayList<>();
        tasks.add(new WorkerTask(WorkerTask.Kind.PREPARE, run, List.copyOf(this.classes.keySet())));
        for (int index : this.classes.keySet()) {
            tasks.add(new WorkerTask(WorkerTask.Kind.TUNE, run, List.of(index)));
        }
        this.queue = new WorkQueue<>(tasks);
        this.left = tasks.size();
    }

    /**
     * Has all classes tuned and waits for the workers to end.
     *
     * @param start starts the workers, which send their events to the given queue
     * @throws StoppedException after a signal; all states are saved
     * @throws DeviceUnavailableException if too many workers were lost
     * @throws org.biggantune.domain.failure.BigganTuneException the failure of a worker
     */
    public void work(Function<BlockingQueue<WorkerProcess.Event>, List<WorkerProcess>> start) {
        start.apply(events).forEach(worker -> members.put(worker, new Member()));
        progress.begin("tuning", (long) PERCENT * classes.size());
        show();
        try {
            while (left > 0 && failure.isEmpty()) {
                stop.check();
                await().ifPresent(this::take);
            }
        } catch (StoppedException e) {
            failure = Optional.of(stopped(e));
        } finally {
            // Never leave workers behind.
            members.keySet().forEach(WorkerProcess::shutDown);
            awaitEnds(System.nanoTime() + PATIENCE.toNanos());
            progress.end();
        }
        failure.ifPresent(reason -> {
            throw reason;
        });
    }

    /** Waits for all workers to end, kills those that have not by the deadline, and then waits for as long again. */
    private void awaitEnds(long deadline) {
        boolean killed = false;
        while (members.values().stream().anyMatch(member -> member.alive)) {
            await().filter(event -> event.message().isEmpty()).ifPresent(event -> member(event.worker()).alive = false);
            if (!killed && System.nanoTime() > deadline) {
                killed = true;
                members.forEach((worker, member) -> {
                    if (member.alive) {
                        LOG.warn("{} does not end; killing it", worker.name());
                        worker.kill();
                    }
                });
            } else if (System.nanoTime() > deadline + PATIENCE.toNanos()) {
                // Stuck in a driver call that even a kill cannot interrupt; it ends when the call returns.
                return;
            }
        }
    }

    private Member member(WorkerProcess worker) {
        return Objects.requireNonNull(members.get(worker));
    }

    private Optional<WorkerProcess.Event> await() {
        try {
            return Optional.ofNullable(events.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("stopped while waiting for worker processes", e);
        }
    }

    private void take(WorkerProcess.Event event) {
        Member member = member(event.worker());
        if (event.message().isEmpty()) {
            member.alive = false;
            ended(event.worker(), member);
        } else {
            answered(event.worker(), member, event.message().get());
        }
        members.forEach(this::occupy);
    }

    private void answered(WorkerProcess worker, Member member, ObjectNode message) {
        if (message.has("ready")) {
            member.ready = true;
            listener.onReady(message.path("ready").asText());
        } else if (message.has("done")) {
            WorkerTask task = member.task.orElseThrow();
            member.task = Optional.empty();
            member.note = "";
            member.share = 0;
            left--;
            if (task.kind() == WorkerTask.Kind.PREPARE) {
                prepared = true;
            } else {
                done++;
                listener.onDone(label(task));
            }
            show();
        } else if (message.has("failed")) {
            // Keep the first failure; later ones result from stopping the workers.
            RuntimeException reason = WorkerFailure.of(
                    message.path("failed").asText(), message.path("message").asText());
            LOG.info("{} failed: {}", worker.name(), reason.getMessage());
            failure = failure.or(() -> Optional.of(reason));
            member.task = Optional.empty();
        } else if (message.has("say")) {
            progress.say(message.path("say").asText());
        } else {
            member.share = PERCENT
                    * message.path("finished").asLong()
                    / Math.max(1, message.path("of").asLong());
            member.note = message.path("task").asText() + " "
                    + (message.path("phase").asText() + " " + member.share).strip() + " %";
            show();
        }
    }

    private void show() {
        long under = members.values().stream()
                .filter(member -> member.task
                        .filter(task -> task.kind() == WorkerTask.Kind.TUNE)
                        .isPresent())
                .mapToLong(member -> member.share)
                .sum();
        progress.phase("classes", done, classes.size());
        progress.advance((long) PERCENT * done + under, notes());
    }

    private String notes() {
        return members.values().stream()
                .map(member -> member.note)
                .filter(note -> !note.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** Handles the end of a worker, whether requested or not. */
    private void ended(WorkerProcess worker, Member member) {
        if (failure.isPresent() || left == 0) {
            return;
        }
        String what = worker.name() + " ended with " + worker.exitCode()
                + member.task.map(task -> " during " + name(task)).orElse("")
                + (worker.lastErrorLine().isEmpty() ? "" : ", its last line: " + worker.lastErrorLine());
        member.note = "";
        boolean again = member.task.map(queue::lost).orElse(true);
        member.task = Optional.empty();
        boolean others = members.values().stream().anyMatch(other -> other.alive);
        if (again && others) {
            LOG.warn("{}; continuing with the other workers", what);
            progress.say(what + "; continuing with the other workers");
        } else {
            failure = Optional.of(new DeviceUnavailableException(
                    what + "; finished classes are kept, run the same command again to resume"));
        }
    }

    private void occupy(WorkerProcess worker, Member member) {
        if (!member.alive || !member.ready || member.task.isPresent() || failure.isPresent()) {
            return;
        }
        boolean preparing = members.values().stream().anyMatch(other -> other.task.isPresent());
        if (prepared || !preparing) {
            member.task = queue.next();
            member.task.ifPresent(worker::give);
        }
    }

    private StoppedException stopped(StoppedException stop) {
        return new StoppedException(
                stop.getMessage() + " with " + done + " of " + classes.size()
                        + " classes done; the states of the others are saved, run the same command again to resume",
                stop);
    }

    private ClassLabel label(WorkerTask task) {
        return Objects.requireNonNull(classes.get(task.classes().get(0)));
    }

    private String name(WorkerTask task) {
        return task.kind() == WorkerTask.Kind.PREPARE ? "the search for starting points" : "class " + label(task);
    }
}
