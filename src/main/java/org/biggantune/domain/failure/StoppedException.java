package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** A signal stopped the run; what was finished before is kept. */
public final class StoppedException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    private final int signal;

    /** @param message one line for the user */
    public StoppedException(String message) {
        this(message, null);
    }

    /**
     * A stop of something that keeps nothing to go on from.
     *
     * @param message one line for the user
     * @param signal the signal's number
     */
    public StoppedException(String message, int signal) {
        super(message, null);
        this.signal = signal;
    }

    /**
     * @param message one line for the user
     * @param cause what lies underneath, for the log file
     */
    public StoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.signal = 0;
    }

    /** The signal's number where nothing is kept to go on from; 0 otherwise. */
    public int signal() {
        return signal;
    }
}
