package org.biggantune.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    void create_besideFoldersThatKilledProcessesLeft_deletesThemAlone() throws IOException {
        Path system = Path.of(System.getProperty("java.io.tmpdir"));
        Path left = Files.createTempDirectory(system, "biggan-tune-bf16-");
        Path foreign = Files.createTempDirectory(system, "biggan-other");
        Path fresh = Files.createTempDirectory(system, "biggan-tune-bf16-");
        Files.writeString(left.resolve("program.pt"), "x");
        try (TemporaryFolder used = TemporaryFolder.create("biggan-tune-test")) {
            for (Path folder : List.of(left, foreign, used.path())) {
                Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
            }
            TemporaryFolder.create("biggan-tune-test").close();
            assertThat(left).doesNotExist();
            assertThat(foreign).exists();
            assertThat(fresh).exists();
            assertThat(used.path()).exists();
        } finally {
            Files.delete(foreign);
            Files.delete(fresh);
        }
    }

    @Test
    void close_twice_doesNothing() {
        TemporaryFolder folder = TemporaryFolder.create("biggan-tune-test");
        folder.close();
        folder.close();
        assertThat(folder.path()).doesNotExist();
    }
}
