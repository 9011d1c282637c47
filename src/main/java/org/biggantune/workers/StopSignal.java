package org.biggantune.workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.StoppedException;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for the signals by which a user or a batch system asks a run to stop, as long as it is open: SIGINT, SIGTERM,
 * SIGHUP and SIGUSR1; one that the process was started to ignore, as {@code nohup} does with SIGHUP, stays ignored. The
 * run looks between two pieces of work. Where one of them takes too long, the process is ended in the middle of it, and so
 * it is at once by a second signal, if that is no echo of the first: what is on the disk then is as good as after a {@code kill -9}.
 */
public final class StopSignal implements StopCheck, AutoCloseable {
    /** Numbers as most systems have them. */
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "USR1", 10, "TERM", 15);

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP", "USR1");

    /** So long a command may take to end that loads models. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** A shell's code of a process that a signal ended is this and the signal's number. */
    private static final int BY_SIGNAL = 128;

    /** What a shell reports for a process that a signal ended; the second signal's number does not matter. */
    private static final int KILLED = 130;

    /** So long after the first signal others than those of a keyboard are taken for the same one. */
    private static final Duration ECHO = Duration.ofSeconds(2);

    /** As {@code cli.ExitCode.STOPPED}. */
    private static final int STOPPED = 75;

    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    private final Duration limit;
    private final boolean continued;
    private final Consumer<String> lastWords;
    private final AtomicReference<String> received = new AtomicReference<>();
    private volatile long asked = System.nanoTime();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Object> previous = new ArrayList<>();

    private StopSignal(Duration limit, boolean continued, Consumer<String> lastWords) {
        this.limit = limit;
        this.continued = continued;
        this.lastWords = lastWords;
    }

    /**
     * Starts to listen for a run that can be continued.
     *
     * @param limit how long the run may take to end once it was asked to
     * @param lastWords is given a line for the user, in a thread of its own, where it took longer
     */
    public static StopSignal ofRun(Duration limit, Consumer<String> lastWords) {
        return new StopSignal(limit, true, lastWords).listen();
    }

    /** Starts to listen for work with models that begins anew the next time; it ends as a signal ends any process. */
    public static StopSignal ofCommand(Progress progress) {
        return new StopSignal(LIMIT, false, progress::say).listen();
    }

    private StopSignal listen() {
        for (String name : NAMES) {
            previous.add(Signals.register(name, () -> receive(name)));
        }
        return this;
    }

    /** The signal that came, such as {@code SIGTERM}, or the other reason that was given. */
    public Optional<String> received() {
        return Optional.ofNullable(received.get());
    }

    /** Asks for the same as a signal does, for another reason; the first reason counts. */
    void ask(String reason) {
        if (received().isEmpty()) {
            asked = System.nanoTime();
        }
        if (received.compareAndSet(null, reason)) {
            Thread watch = new Thread(() -> endLate(reason), "end in time");
            watch.setDaemon(true);
            watch.start();
        }
    }

    @Override
    public void check() {
        received().ifPresent(reason -> {
            String message = "stopped by " + reason;
            throw continued
                    ? new StoppedException(message)
                    : new StoppedException(message + " before the end; run the same command again", number(reason));
        });
    }

    private void receive(String name) {
        if (received().isPresent() && isInsisting(name)) {
            Runtime.getRuntime().halt(KILLED);
        }
        ask("SIG" + name);
    }

    /** A person presses the keys twice; a scheduler signals a process directly and through the shell that started it. */
    private boolean isInsisting(String name) {
        return name.equals("INT") || System.nanoTime() - asked > ECHO.toNanos();
    }

    private static int number(String reason) {
        return SIGNALS.getOrDefault(reason.replace("SIG", ""), 0);
    }

    private void endLate(String reason) {
        try {
            if (!closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                String words = "stopped by " + reason + " in a step that takes longer than " + limit.toSeconds()
                        + " s; run the same command again"
                        + (continued ? " to go on from the state saved before it" : "");
                LOG.warn(words);
                lastWords.accept("biggan-tune: " + words);
                // What else has to be done at the end, such as deleting temporary files, is done.
                System.exit(continued ? STOPPED : BY_SIGNAL + number(reason));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        for (int i = 0; i < NAMES.size(); i++) {
            Signals.unregister(NAMES.get(i), previous.get(i));
        }
    }
}
