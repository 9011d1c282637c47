package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** An input file is damaged, truncated or contradicts itself. */
public final class CorruptInputException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public CorruptInputException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause the underlying failure, for the log file
     */
    public CorruptInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
