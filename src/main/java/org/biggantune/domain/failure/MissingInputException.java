package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** An input file is not there or cannot be opened. */
public final class MissingInputException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public MissingInputException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause what lies underneath, for the log file
     */
    public MissingInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
