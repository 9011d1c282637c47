package org.biggantune.cli;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jline.utils.Signals;

/**
 * The width of a terminal, cached. It is looked up again after a window-change signal, and every ten seconds, since a
 * background process gets no signal.
 */
final class WatchedWidth implements Supplier<OptionalInt> {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Supplier<OptionalInt> source;
    private final LongSupplier clock;
    private volatile boolean changed = true;
    private OptionalInt width = OptionalInt.empty();
    private long looked;

    /**
     * Caches a width.
     *
     * @param source looks up the width of the terminal
     * @param clock the time in nanoseconds
     */
    WatchedWidth(Supplier<OptionalInt> source, LongSupplier clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Listens for the window-change signal for the rest of the process's life. */
    WatchedWidth listening() {
        Signals.register("WINCH", this::change);
        return this;
    }

    /** Invalidates the cached width. */
    void change() {
        changed = true;
    }

    @Override
    public synchronized OptionalInt get() {
        long now = clock.getAsLong();
        if (changed || now - looked >= LOOK_NANOS) {
            changed = false;
            looked = now;
            width = source.get();
        }
        return width;
    }
}
