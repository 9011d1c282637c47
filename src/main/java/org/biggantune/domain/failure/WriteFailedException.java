package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** Writing an output failed after it had been created: a full disk, a broken device. */
public final class WriteFailedException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public WriteFailedException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause the underlying failure, for the log file
     */
    public WriteFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
