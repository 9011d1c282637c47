package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** What is to be fetched cannot be reached, or breaks off. */
public final class NetworkUnavailableException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line for the user
     * @param cause what lies underneath, for the log file
     */
    public NetworkUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
