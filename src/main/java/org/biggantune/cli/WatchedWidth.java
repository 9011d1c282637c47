package org.biggantune.cli;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jline.utils.Signals;

/**
 * The width of a terminal, cheap to ask for: it is looked up again when the terminal says that it has changed, and now and
 * then, as a process in the background is not told.
 */
final class WatchedWidth implements Supplier<OptionalInt> {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Supplier<OptionalInt> source;
    private final LongSupplier clock;
    private volatile boolean changed = true;
    private OptionalInt width = OptionalInt.empty();
    private long looked;

    /**
     * A width.
     *
     * @param source asks the terminal
     * @param clock the time in nanoseconds
     */
    WatchedWidth(Supplier<OptionalInt> source, LongSupplier clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Listens to the signal by which terminals tell of another size, for as long as the process lives. */
    WatchedWidth listening() {
        Signals.register("WINCH", this::change);
        return this;
    }

    /** The terminal has changed. */
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
