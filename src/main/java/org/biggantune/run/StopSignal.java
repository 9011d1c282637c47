package org.biggantune.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.utils.Signals;

/**
 * Listens for the signals by which a user or a batch system asks a run to stop, as long as it is open: SIGINT, SIGTERM
 * and SIGUSR1. The run looks when it suits it; a second signal ends the process at once.
 */
final class StopSignal implements AutoCloseable {
    private static final List<String> NAMES = List.of("INT", "TERM", "USR1");

    /** What a shell reports for a process that a signal ended; the second signal's number does not matter. */
    private static final int KILLED = 130;

    private final AtomicReference<String> received = new AtomicReference<>();
    private final List<Object> previous = new ArrayList<>();

    private StopSignal() {}

    /** Starts to listen. */
    static StopSignal listen() {
        StopSignal signal = new StopSignal();
        for (String name : NAMES) {
            signal.previous.add(Signals.register(name, () -> signal.receive(name)));
        }
        return signal;
    }

    /** The signal that came, such as {@code SIGTERM}, or the other reason that was given. */
    Optional<String> received() {
        return Optional.ofNullable(received.get());
    }

    /** Asks for the same as a signal does, for another reason; the first reason counts. */
    void ask(String reason) {
        received.compareAndSet(null, reason);
    }

    private void receive(String name) {
        if (!received.compareAndSet(null, "SIG" + name)) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < NAMES.size(); i++) {
            Signals.unregister(NAMES.get(i), previous.get(i));
        }
    }
}
