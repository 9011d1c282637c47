package org.biggantune.io;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A cache of digests for files that are used repeatedly, such as by the combinations of a sweep. Not thread-safe. */
public final class DigestedFiles {
    private final Map<Path, DigestedFile> known = new HashMap<>();

    /**
     * Returns the digest of a file; reads the file again only if its stamp has changed.
     *
     * @throws org.biggantune.domain.failure.MissingInputException if it does not exist
     * @throws org.biggantune.domain.failure.SettingsConflictException if it changes in the meantime
     */
    public DigestedFile of(Path file) {
        return known.compute(
                file, (path, earlier) -> earlier == null || earlier.touched() ? DigestedFile.of(path) : earlier);
    }
}
