package org.biggantune.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    Path folder;

    /** Holds the lock of a folder until its standard input ends. */
    static final class Holder {
        public static void main(String[] args) throws IOException {
            try (DirectoryLock lock = DirectoryLock.acquire(Path.of(args[0]))) {
                System.out.println("held " + (lock != null));
                System.in.read();
            }
        }
    }

    @Test
    void acquire_twiceInOneProcess_isRefusedUntilClosed() {
        Path out = folder.resolve("out");
        try (DirectoryLock first = DirectoryLock.acquire(out)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DirectoryLock.acquire(out))
                    .isInstanceOf(SettingsConflictException.class)
                    .hasMessage(out + " is in use by another biggan-tune (process "
                            + ProcessHandle.current().pid() + "); wait for it or choose another output folder");
        }
        try (DirectoryLock again = DirectoryLock.acquire(out)) {
            assertThat(again).isNotNull();
            assertThat(out.resolve(".lock")).exists();
        }
    }

    @Test
    void acquire_whileAnotherProcessHoldsIt_namesThatProcess() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = other.inputReader()) {
            assertThat(out.readLine()).isEqualTo("held true");
            assertThatThrownBy(() -> DirectoryLock.acquire(folder))
                    .isInstanceOf(SettingsConflictException.class)
                    .hasMessageContaining("(process " + other.pid() + ")");
            other.getOutputStream().close();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            other.destroy();
        }
        try (DirectoryLock lock = DirectoryLock.acquire(folder)) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void acquire_refusedInThisProcess_doesNotGiveTheLockUp() throws Exception {
        try (DirectoryLock lock = DirectoryLock.acquire(folder)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> DirectoryLock.acquire(folder)).isInstanceOf(SettingsConflictException.class);
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Holder.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader out = other.inputReader()) {
                assertThat(out.lines().toList()).anyMatch(line -> line.contains("is in use by another biggan-tune"));
            } finally {
                other.destroy();
            }
        }
    }

    @Test
    void acquire_whereAFileStands_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> DirectoryLock.acquire(file))
                .isInstanceOf(CannotCreateException.class)
                .hasMessageContaining("cannot be used as output folder");
    }
}
