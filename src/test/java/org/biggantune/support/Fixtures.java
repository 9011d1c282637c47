package org.biggantune.support;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Reference checkpoints and outputs that lie beside the checkout; tests that need them are skipped where they do not. */
public final class Fixtures {
    private static final Path SHARED = Path.of(System.getProperty("biggantune.shared", "../shared"));

    private Fixtures() {}

    /** A file or folder that must be there for the test to run. */
    public static Path require(String relative) {
        Path path = SHARED.resolve(relative);
        Assumptions.assumeTrue(
                Files.exists(path), () -> "SKIPPED: the reference file " + path.toAbsolutePath() + " is not here");
        return path;
    }
}
