package org.biggantune.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.biggantune.domain.CannotCreateException;
import org.biggantune.domain.StoppedException;
import org.biggantune.domain.WriteFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void write_intoMissingFolders_createsThemAndTheFileAlone() throws IOException {
        Path target = folder.resolve("a/b/out.txt");
        AtomicFile.writeString(target, "hellö");
        assertThat(Files.readString(target)).isEqualTo("hellö");
        assertThat(names(target.getParent())).containsExactly("out.txt");
    }

    @Test
    void write_overAnExistingFile_replacesIt() throws IOException {
        Path target = folder.resolve("out.bin");
        AtomicFile.writeBytes(target, new byte[] {1, 2, 3});
        AtomicFile.writeBytes(target, new byte[] {9});
        assertThat(Files.readAllBytes(target)).containsExactly(9);
    }

    @Test
    void write_whenTheDiskIsFull_keepsTheOldFileAndLeavesNothing() throws IOException {
        Path target = folder.resolve("out.txt");
        AtomicFile.writeString(target, "old");
        assertThatThrownBy(() -> AtomicFile.write(target, channel -> {
                    channel.write(java.nio.ByteBuffer.wrap(new byte[10]));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(WriteFailedException.class)
                .hasMessageContaining(target + ": writing failed: No space left on device")
                .hasMessageContaining("check free space");
        assertThat(Files.readString(target)).isEqualTo("old");
        assertThat(names(folder)).containsExactly("out.txt");
    }

    @Test
    void write_whenTheContentFailsOtherwise_passesThatOnAndLeavesNothing() throws IOException {
        Path target = folder.resolve("out.txt");
        assertThatThrownBy(() -> AtomicFile.write(target, channel -> {
                    throw new StoppedException("stop");
                }))
                .isInstanceOf(StoppedException.class);
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void write_ontoAFolder_isRefused() {
        assertThatThrownBy(() -> AtomicFile.writeString(folder, "x"))
                .isInstanceOf(CannotCreateException.class)
                .hasMessage(folder + ": cannot be written: it is a folder; give a file name");
    }

    @Test
    void write_belowAFile_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> AtomicFile.writeString(file.resolve("out.txt"), "x"))
                .isInstanceOf(CannotCreateException.class)
                .hasMessageContaining("is not a folder");
        assertThatThrownBy(() -> AtomicFile.writeString(file.resolve("deeper/out.txt"), "x"))
                .isInstanceOf(CannotCreateException.class);
        assertThatThrownBy(() -> AtomicFile.writeString(Path.of("/proc/none/out.txt"), "x"))
                .isInstanceOf(CannotCreateException.class)
                .hasMessageContaining("cannot be created");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void deleteLeftovers_ofKilledProcesses_deletesThemAlone() throws IOException {
        Path inside = Files.createDirectories(folder.resolve("classes/a"));
        Path leftover = inside.resolve(".state.bin.0b0c7a1e-5a53-4f0c-8b1a-0123456789ab.tmp");
        Path other = inside.resolve(".state.bin.tmp");
        AtomicFile.writeString(inside.resolve("state.bin"), "state");
        Files.writeString(leftover, "half");
        Files.writeString(other, "the user's own");
        AtomicFile.deleteLeftovers(folder);
        assertThat(leftover).doesNotExist();
        assertThat(other).exists();
        assertThat(inside.resolve("state.bin")).hasContent("state");
        AtomicFile.deleteLeftovers(folder.resolve("missing"));
    }
}
