package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** An input file does not exist or cannot be opened. */
public final class MissingInputException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public MissingInputException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause the underlying failure, for the log file
     */
    public MissingInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
