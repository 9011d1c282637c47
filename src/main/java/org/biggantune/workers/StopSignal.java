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
 * Listens for the signals with which a user or a batch system stops a run: SIGINT, SIGTERM, SIGHUP and SIGUSR1. A signal that
 * was ignored when the process started, as with {@code nohup}, stays ignored. The run checks for a signal between two pieces
 * of work. If one of them takes too long, the process exits in the middle of it. A second signal that is not an echo of the
 * first ends the process at once, as {@code kill -9} does.
 */
public final class StopSignal implements StopCheck, AutoCloseable {
    /** The signals' numbers on most systems. */
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "USR1", 10, "TERM", 15);

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP", "USR1");

    /** How long a command with loaded models may take to stop. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** A shell reports a process killed by a signal as this plus the signal's number. */
    private static final int BY_SIGNAL = 128;

    /** The exit code after a second signal, whichever it is. */
    private static final int KILLED = 130;

    /** How long after the first signal another one, unless from the keyboard, counts as an echo of it. */
    private static final Duration ECHO = Duration.ofSeconds(2);

    /** The code of {@code cli.ExitCode.STOPPED}, which this package cannot use. */
    private static final int STOPPED = 75;

    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    private final Duration limit;
    private final boolean continued;
    private final Consumer<String> lastLine;
    private final AtomicReference<String> received = new AtomicReference<>();
    private volatile long asked = System.nanoTime();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Object> previous = new ArrayList<>();

    private StopSignal(Duration limit, boolean continued, Consumer<String> lastLine) {
        this.limit = limit;
        this.continued = continued;
        this.lastLine = lastLine;
    }

    /**
     * Starts listening for a run that can be resumed.
     *
     * @param limit how long the run may take to stop
     * @param lastLine receives a line for the user, on another thread, if it takes longer
     */
    public static StopSignal ofRun(Duration limit, Consumer<String> lastLine) {
        return new StopSignal(limit, true, lastLine).listen();
    }

    /** Starts listening for a command that cannot be resumed; its exit code is that of a process killed by the signal. */
    public static StopSignal ofCommand(Progress progress) {
        return new StopSignal(LIMIT, false, progress::say).listen();
    }

    private StopSignal listen() {
        for (String name : NAMES) {
            previous.add(Signals.register(name, () -> receive(name)));
        }
        return this;
    }

    /** Returns the signal received, such as {@code SIGTERM}, or the reason given to {@link #ask}. */
    public Optional<String> received() {
        return Optional.ofNullable(received.get());
    }

    /** Requests a stop as a signal does. Only the first reason is kept. */
    void ask(String reason) {
        if (received().isEmpty()) {
            asked = System.nanoTime();
        }
        if (received.compareAndSet(null, reason)) {
            Thread watch = new Thread(() -> exitAfterLimit(reason), "stop limit");
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
                    : new StoppedException(message + " before it was done; run the same command again", number(reason));
        });
    }

    private void receive(String name) {
        if (received().isPresent() && isInsisting(name)) {
            Runtime.getRuntime().halt(KILLED);
        }
        ask("SIG" + name);
    }

    /** Returns whether a second signal is meant: from the keyboard always, but a scheduler also signals through the parent shell. */
    private boolean isInsisting(String name) {
        return name.equals("INT") || System.nanoTime() - asked > ECHO.toNanos();
    }

    private static int number(String reason) {
        return SIGNALS.getOrDefault(reason.replace("SIG", ""), 0);
    }

    private void exitAfterLimit(String reason) {
        try {
            if (!closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                String line = "stopped by " + reason + " in a step that takes longer than " + limit.toSeconds()
                        + " s; run the same command again"
                        + (continued ? " to resume from the last saved state" : "");
                LOG.warn(line);
                lastLine.accept("biggan-tune: " + line);
                // exit and not halt, so that shutdown hooks delete temporary files.
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
