package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** An output file or folder cannot be created. */
public final class CannotCreateException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public CannotCreateException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause the underlying failure, for the log file
     */
    public CannotCreateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
