package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** A download cannot be started or was interrupted. */
public final class NetworkUnavailableException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line for the user
     * @param cause the underlying failure, for the log file
     */
    public NetworkUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
