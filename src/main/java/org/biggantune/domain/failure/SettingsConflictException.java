package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/** Settings contradict each other, the models, or what an output folder was made with. */
public final class SettingsConflictException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public SettingsConflictException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause what lies underneath, for the log file
     */
    public SettingsConflictException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
