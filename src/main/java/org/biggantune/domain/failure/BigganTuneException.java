package org.biggantune.domain.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a user can understand and act on: its message is one line that names what failed, the file or option,
 * what was found and what was expected. Anything that is not of this type and reaches the command line is a bug.
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

    /** One line for the user. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
