package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** An option has a value out of range, or refers to something that does not exist. */
public final class InvalidOptionException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public InvalidOptionException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause the underlying failure, for the log file
     */
    public InvalidOptionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
