package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** A signal stopped the run; finished work is kept. */
public final class StoppedException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    private final int signal;

    /** @param message one line for the user */
    public StoppedException(String message) {
        this(message, null);
    }

    /**
     * Reports the stop of work that cannot be resumed.
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
     * @param cause the underlying failure, for the log file
     */
    public StoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.signal = 0;
    }

    /** Returns the signal's number if the work cannot be resumed; 0 otherwise. */
    public int signal() {
        return signal;
    }
}
