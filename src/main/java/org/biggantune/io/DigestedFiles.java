package org.biggantune.io;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Digests of files that are asked for again and again, as by the combinations of a sweep. Not thread-safe. */
public final class DigestedFiles {
    private final Map<Path, DigestedFile> known = new HashMap<>();

    /**
     * The digest of a file; one that nobody has touched since is not read again.
     *
     * @throws org.biggantune.domain.failure.MissingInputException if it is not there
     * @throws org.biggantune.domain.failure.SettingsConflictException if it changes meanwhile
     */
    public DigestedFile of(Path file) {
        return known.compute(
                file, (path, earlier) -> earlier == null || earlier.touched() ? DigestedFile.of(path) : earlier);
    }
}
