package org.biggantune.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.failure.WriteFailedException;
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
                    channel.write(ByteBuffer.wrap(new byte[10]));
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

    @Test
    void write_besideFilesThatAKilledProcessLeft_deletesThemAlone() throws IOException {
        Path left = old(folder.resolve(".g.pt.0b0c7a1e-5a53-4f0c-8b1a-0123456789ab.tmp"));
        Path fresh = Files.writeString(folder.resolve(".g.pt.1b0c7a1e-5a53-4f0c-8b1a-0123456789ab.tmp"), "x");
        Path other = old(folder.resolve(".g.pt.tmp"));
        AtomicFile.writeString(folder.resolve("a.txt"), "a");
        assertThat(left).doesNotExist();
        assertThat(fresh).exists();
        assertThat(other).exists();
    }

    @Test
    void write_besideAFileThatAnotherProcessWrites_leavesItAlone() throws Exception {
        Path script = Files.writeString(folder.resolve("Holder.java"), """
                import java.nio.channels.FileChannel;
                import java.nio.file.Path;
                import java.nio.file.StandardOpenOption;
                class Holder {
                    public static void main(String[] file) throws Exception {
                        try (FileChannel channel = FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE)) {
                            channel.lock();
                            System.out.println("locked");
                            System.in.read();
                        }
                    }
                }
                """);
        Path held = old(folder.resolve(".g.pt.0b0c7a1e-5a53-4f0c-8b1a-0123456789ab.tmp"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process holder = new ProcessBuilder(java, script.toString(), held.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('l');
            AtomicFile.writeString(folder.resolve("a.txt"), "a");
            assertThat(held).exists();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void write_inAProcessThatEndsMeanwhile_leavesNothing() throws Exception {
        String classes = place(AtomicFile.class) + File.pathSeparator + place(AtomicFileTest.class);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path target = folder.resolve("out.txt");
        Process process = new ProcessBuilder(java, "-cp", classes, EndsWhileItWrites.class.getName(), target.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(names(folder)).isEmpty();
    }

    /** Ends as a process does that a signal ends. */
    static final class EndsWhileItWrites {
        public static void main(String[] target) {
            AtomicFile.write(Path.of(target[0]), channel -> {
                channel.write(ByteBuffer.wrap(new byte[1000]));
                System.exit(3);
            });
        }
    }

    private static String place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /** A file as if it had not changed for an hour. */
    private static Path old(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.writeString(file, "half");
        }
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
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
