package org.biggantune.workers;

import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.domain.failure.DivergedException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.NetworkUnavailableException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.domain.failure.WriteFailedException;

/** Recreates a worker's exception in its parent process, so that both exit with the same code. */
final class WorkerFailure {
    private WorkerFailure() {}

    /**
     * Returns the exception that a worker has reported.
     *
     * @param type the simple name of the exception's class
     * @param message the exception's message
     */
    static RuntimeException of(String type, String message) {
        return switch (type) {
            case "CannotCreateException" -> new CannotCreateException(message);
            case "CorruptInputException" -> new CorruptInputException(message);
            case "DeviceUnavailableException" -> new DeviceUnavailableException(message);
            case "DivergedException" -> new DivergedException(message);
            case "InvalidOptionException" -> new InvalidOptionException(message);
            case "MissingInputException" -> new MissingInputException(message);
            case "NetworkUnavailableException" -> new NetworkUnavailableException(message, null);
            case "SettingsConflictException" -> new SettingsConflictException(message);
            case "StoppedException" -> new StoppedException(message);
            case "UnsupportedInputException" -> new UnsupportedInputException(message);
            case "WriteFailedException" -> new WriteFailedException(message);
            default -> new IllegalStateException("a worker failed with " + type + ": " + message);
        };
    }
}
