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
 * Hands classes out to worker processes: one finds the rows to start at, then each gets a class whenever it has finished
 * one. A class whose worker is lost (killed, crashed) goes to another worker once. Anything else that goes wrong, and a
 * signal, ends all of them with their states saved. One thread; the workers' own are behind a queue.
 */
public final class WorkScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(WorkScheduler.class);
    private static final long LOOK_MILLIS = 100;

    /** Workers end by themselves within half of it, in the middle of a step if need be. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int PERCENT = 100;

    /** What is informed of the work under way. */
    public interface Listener {
        /** A worker has loaded its models on what the text says. */
        void onReady(String engine);

        /** A class's part is finished. */
        void onDone(ClassLabel label);
    }

    /** A worker as its answers tell. */
    private static final class Member {
        private boolean alive = true;
        private boolean ready;
        private Optional<WorkerTask> task = Optional.empty();
        private String note = "";

        /** How much of its class is done, in percent. */
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
     * A foreman.
     *
     * @param run the digest of the run's identity
     * @param classes what is to be tuned, at least one, in the order in which it is begun
     * @param progress is moved by classes
     * @param stop ends the work
     * @param listener is told what is ready and what is done
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
     * Has all classes tuned.
     *
     * @param start starts the workers, whose events go to the queue it is given
     * @throws StoppedException if a signal came; all states are saved
     * @throws DeviceUnavailableException if too many workers were lost
     * @throws org.biggantune.domain.failure.BigganTuneException what a worker failed with
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
            // On every path: workers are never left behind.
            members.keySet().forEach(WorkerProcess::dismiss);
            awaitEnds(System.nanoTime() + PATIENCE.toNanos());
            progress.end();
        }
        failure.ifPresent(reason -> {
            throw reason;
        });
    }

    /** Waits for all workers to end; those that have not by then are killed, and waited for no longer than again that. */
    private void awaitEnds(long deadline) {
        boolean killed = false;
        while (members.values().stream().anyMatch(member -> member.alive)) {
            await().filter(event -> event.message().isEmpty()).ifPresent(event -> member(event.worker()).alive = false);
            if (!killed && System.nanoTime() > deadline) {
                killed = true;
                members.forEach((worker, member) -> {
                    if (member.alive) {
                        LOG.warn("{} does not end, and is killed", worker.name());
                        worker.kill();
                    }
                });
            } else if (System.nanoTime() > deadline + PATIENCE.toNanos()) {
                // A driver call that not even the system can break off; the process goes when the call returns.
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
            // The first one counts: others then fail because they are told to stop.
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

    /** A worker is gone: as it was told to, or lost. */
    private void ended(WorkerProcess worker, Member member) {
        if (failure.isPresent() || left == 0) {
            return;
        }
        String what = worker.name() + " ended with " + worker.exitCode()
                + member.task.map(task -> " while it did " + name(task)).orElse("")
                + (worker.lastWords().isEmpty() ? "" : ", its last line: " + worker.lastWords());
        member.note = "";
        boolean again = member.task.map(queue::lost).orElse(true);
        member.task = Optional.empty();
        boolean others = members.values().stream().anyMatch(other -> other.alive);
        if (again && others) {
            LOG.warn("{}; another worker goes on", what);
            progress.say(what + "; another worker goes on");
        } else {
            failure = Optional.of(new DeviceUnavailableException(
                    what + "; what is finished is kept, run the same command again to go on"));
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
                        + " classes done; the states of the others are saved, run the same command again to go on",
                stop);
    }

    private ClassLabel label(WorkerTask task) {
        return Objects.requireNonNull(classes.get(task.classes().get(0)));
    }

    private String name(WorkerTask task) {
        return task.kind() == WorkerTask.Kind.PREPARE ? "the search for starting rows" : "class " + label(task);
    }
}
