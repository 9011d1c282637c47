package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** An input file is valid, but of a kind, version or architecture that this tool does not support. */
public final class UnsupportedInputException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public UnsupportedInputException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause the underlying failure, for the log file
     */
    public UnsupportedInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
