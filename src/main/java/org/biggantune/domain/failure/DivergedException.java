package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** A loss, gradient or embedding is no longer finite. */
public final class DivergedException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public DivergedException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause the underlying failure, for the log file
     */
    public DivergedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
