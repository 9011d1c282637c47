package org.biggantune.domain;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.biggantune.domain.failure.InvalidOptionException;

/** Parses paths given by the user on the command line, in a settings file or in the environment. */
public final class PathOption {
    private PathOption() {}

    /**
     * Parses a path.
     *
     * @param option the source of the text, for the message
     * @param text the user's text
     * @throws InvalidOptionException if it is not a valid path on this system
     */
    public static Path parse(String option, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidOptionException(option + " '" + text + "': not a valid path: " + e.getReason());
        }
    }
}
