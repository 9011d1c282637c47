package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** The requested device or its native library is missing or not usable. */
public final class DeviceUnavailableException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public DeviceUnavailableException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause the underlying failure, for the log file
     */
    public DeviceUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
