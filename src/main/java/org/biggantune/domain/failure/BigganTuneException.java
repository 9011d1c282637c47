package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure that the user can understand and fix: its message is one line with what failed, the file or option, what
 * was found and what was expected. Any other exception that reaches the command line is a bug.
 */
public abstract sealed class BigganTuneException extends RuntimeException
        permits CannotCreateException,
                CorruptInputException,
                DeviceUnavailableException,
                DivergedException,
                InvalidOptionException,
                MissingInputException,
                NetworkUnavailableException,
                SettingsConflictException,
                StoppedException,
                UnsupportedInputException,
                WriteFailedException {
    private static final long serialVersionUID = 1L;

    BigganTuneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns one line for the user. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
