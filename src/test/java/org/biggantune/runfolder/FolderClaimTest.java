package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.Appender;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.report.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who may work in a folder, as processes on one and on several machines find out without locks. */
final class FolderClaimTest {
    private static final ClaimTiming QUICK = new ClaimTiming(Duration.ofMillis(50), Duration.ofMillis(400));

    @TempDir
    Path folder;

    /** Holds a folder until it is killed. */
    static final class Holder {
        public static void main(String[] args) throws IOException {
            FolderClaim.acquire(Path.of(args[0]));
            System.out.println("held");
            System.in.read();
        }
    }

    @Test
    void acquire_heldByThisProcess_isRefusedUntilClosed() {
        try (FolderClaim claim = FolderClaim.acquire(folder)) {
            claim.requireHeld();
            assertThatThrownBy(() -> FolderClaim.acquire(folder))
                    .isInstanceOf(SettingsConflictException.class)
                    .hasMessageContaining(folder + " is in use by another biggan-tune (process "
                            + ProcessHandle.current().pid() + " on ");
        }
        FolderClaim.acquire(folder).close();
        assertThat(names()).containsExactly(".claim-2");
    }

    @Test
    void acquire_ownerOnThisMachineKilled_isGrantedAtOnce() throws Exception {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = owner.inputReader()) {
            assertThat(out.readLine()).isEqualTo("held");
            assertThatThrownBy(() -> FolderClaim.acquire(folder)).hasMessageContaining("(process " + owner.pid());
        } finally {
            owner.destroyForcibly().waitFor();
        }
        long begun = System.nanoTime();
        FolderClaim.acquire(folder).close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void acquire_ownerElsewhereSilent_isGrantedAfterTheTimeWhateverTheClocksSay() throws IOException {
        Path claim = elsewhere(1);
        // Its machine's clock is ten hours fast, or this one's slow.
        Files.setLastModifiedTime(claim, FileTime.from(Instant.now().plus(Duration.ofHours(10))));
        long begun = System.nanoTime();
        FolderClaim.acquire(folder, QUICK).close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(QUICK.stale(), Duration.ofSeconds(5));
        assertThat(names()).containsExactly(".claim-2");
    }

    @Test
    void acquire_ownerElsewhereBeatsWithAnOldClock_isRefused() throws Exception {
        Path claim = elsewhere(1);
        Thread heart = new Thread(() -> {
            for (int beat = 2; !Thread.currentThread().isInterrupted(); beat++) {
                try {
                    elsewhere(beat);
                    Files.setLastModifiedTime(claim, FileTime.fromMillis(0));
                    Thread.sleep(50);
                } catch (IOException | InterruptedException e) {
                    return;
                }
            }
        });
        heart.start();
        try {
            assertThatThrownBy(() -> FolderClaim.acquire(folder, QUICK))
                    .isInstanceOf(SettingsConflictException.class)
                    .hasMessageContaining("(process 7 on another-node, job 12_3)");
        } finally {
            heart.interrupt();
            heart.join();
        }
    }

    @Test
    void tryAcquire_manyAtOnce_oneGetsIt() throws Exception {
        int takers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(takers);
        CyclicBarrier together = new CyclicBarrier(takers);
        try {
            for (int round = 0; round < 20; round++) {
                Callable<Optional<FolderClaim>> take = () -> {
                    together.await();
                    return FolderClaim.tryAcquire(folder, new ClaimWatch(QUICK.stale()), QUICK);
                };
                List<FolderClaim> claims = new ArrayList<>();
                for (Future<Optional<FolderClaim>> taken : threads.invokeAll(Collections.nCopies(takers, take))) {
                    taken.get().ifPresent(claims::add);
                }
                assertThat(claims).hasSize(1);
                claims.get(0).close();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(names()).containsExactly(".claim-20");
    }

    @Test
    void requireHeld_takenOverWhileThisProcessWasSilent_isRefused() throws Exception {
        ClaimTiming suspended = new ClaimTiming(Duration.ofHours(1), Duration.ofMillis(100));
        try (FolderClaim claim = FolderClaim.acquire(folder, suspended)) {
            Files.writeString(ClaimFile.path(folder, 2), JsonFile.line(owner(1)));
            Thread.sleep(100);
            assertThatThrownBy(claim::requireHeld)
                    .isInstanceOf(SettingsConflictException.class)
                    .hasMessageContaining("taken over by process 7 on another-node");
        }
    }

    @Test
    void finish_leavesNothing() {
        FolderClaim.acquire(folder).finish();
        assertThat(names()).isEmpty();
    }

    @Test
    void close_failed_leavesReasonAndProgress() throws IOException {
        try (FolderClaim claim = FolderClaim.acquire(folder)) {
            claim.onDevice("cpu");
            claim.onStep(3, 8);
            claim.fail("diverged\n" + "x".repeat(5000));
        }
        ObjectNode left = ClaimFile.latest(folder).orElseThrow().content();
        assertThat(left.path("state").asText()).isEqualTo("failed");
        assertThat(left.path("step").asInt()).isEqualTo(3);
        assertThat(left.path("error").asText()).startsWith("diverged").hasSizeLessThan(500);
    }

    @Test
    void acquire_somethingElseOfTheName_isRefusedAndKept() throws IOException {
        Path file = Files.writeString(ClaimFile.path(folder, 1), "precious");
        assertThatThrownBy(() -> FolderClaim.acquire(folder)).isInstanceOf(CorruptInputException.class);
        assertThat(file).hasContent("precious");
    }

    @Test
    void acquire_whereNothingCanBeMade_isRefused() {
        assertThatThrownBy(() -> FolderClaim.acquire(folder.resolve("gone")))
                .isInstanceOf(CannotCreateException.class)
                .hasMessageContaining(".claim-1: cannot be created");
    }

    /** Where the classes are that the other process needs, whoever runs the tests. */
    private static String classPath() {
        return Stream.of(
                        Holder.class,
                        FolderClaim.class,
                        ObjectNode.class,
                        JsonFactory.class,
                        JsonCreator.class,
                        LoggerFactory.class,
                        Logger.class,
                        Appender.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Path elsewhere(int beat) throws IOException {
        return Files.writeString(ClaimFile.path(folder, 1), JsonFile.line(owner(beat)));
    }

    private static ObjectNode owner(int beat) {
        return JsonFile.object()
                .put("state", "running")
                .put("beat", beat)
                .put("host", "another-node")
                .put("process", 7)
                .put("job", "12_3");
    }

    private List<String> names() {
        return RunDirectory.list(folder).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }
}
