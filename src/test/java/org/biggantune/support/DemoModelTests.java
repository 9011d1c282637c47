package org.biggantune.support;

import java.nio.file.Path;
import org.biggantune.domain.Preprocessing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** For tests on models imported from the demo's checkpoints: opened once for a class of tests. */
public abstract class DemoModelTests {
    @TempDir
    protected static Path folder;

    protected static DemoBench demo;

    @BeforeAll
    static void openDemo() {
        demo = DemoBench.open(folder, Preprocessing.STANDARD);
    }

    @AfterAll
    static void closeDemo() {
        if (demo != null) {
            demo.close();
        }
    }
}
