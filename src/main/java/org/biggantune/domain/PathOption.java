package org.biggantune.domain;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.biggantune.domain.failure.InvalidOptionException;

/** Paths that a user writes: on the command line, in a settings file or in the environment. */
public final class PathOption {
    private PathOption() {}

    /**
     * The path that a text names.
     *
     * @param option where the text stands, for the message
     * @param text what the user wrote
     * @throws InvalidOptionException if no file of this system can have such a name
     */
    public static Path parse(String option, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidOptionException(option + " '" + text + "': no file can have this name: " + e.getReason());
        }
    }
}
