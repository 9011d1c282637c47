package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** The device asked for, or the native library that drives it, is not there or does not fit. */
public final class DeviceUnavailableException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public DeviceUnavailableException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause what lies underneath, for the log file
     */
    public DeviceUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
