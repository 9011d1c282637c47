package org.biggantune.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.domain.CannotCreateException;
import org.biggantune.domain.InvalidOptionException;

/** Whether an output may be written, found out before the work begins. */
final class ImportTarget {
    private ImportTarget() {}

    /**
     * Refuses an output that is there already, or that is the input.
     *
     * @throws CannotCreateException if it exists and is not to be replaced
     * @throws InvalidOptionException if it is the input itself
     */
    static void check(Path input, Path out, boolean force) {
        if (Files.notExists(out)) {
            return;
        }
        if (isSame(input, out)) {
            throw new InvalidOptionException("--out " + out + ": this is the checkpoint itself; give another file");
        }
        if (!force) {
            throw new CannotCreateException(
                    "--out " + out + ": the file exists; give another one, or --force to replace it");
        }
    }

    private static boolean isSame(Path input, Path out) {
        try {
            return Files.exists(input) && Files.isSameFile(input, out);
        } catch (IOException e) {
            return false;
        }
    }
}
