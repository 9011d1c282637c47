package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** A single option has a value outside its range, or names something that does not exist. */
public final class InvalidOptionException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public InvalidOptionException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause what lies underneath, for the log file
     */
    public InvalidOptionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
