package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** Settings contradict each other, the models, or the settings of an existing output folder. */
public final class SettingsConflictException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public SettingsConflictException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause the underlying failure, for the log file
     */
    public SettingsConflictException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
