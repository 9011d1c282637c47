package org.biggantune.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {
    @Test
    void close_withFilesInFolders_leavesNothing() throws IOException {
        Path path;
        try (TemporaryFolder folder = TemporaryFolder.create("biggan-tune-test")) {
            path = folder.path();
            Files.createDirectories(path.resolve("a/b"));
            Files.writeString(path.resolve("a/b/c.txt"), "c");
            assertThat(path.getFileName().toString()).startsWith("biggan-tune-test");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void close_twice_doesNothing() {
        TemporaryFolder folder = TemporaryFolder.create("biggan-tune-test");
        folder.close();
        folder.close();
        assertThat(folder.path()).doesNotExist();
    }
}
