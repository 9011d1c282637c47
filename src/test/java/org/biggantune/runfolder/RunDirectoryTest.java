package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.report.JsonFile;
import org.biggantune.support.WrittenRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunDirectoryTest {
    private static final ClassLabel SHIRT = new ClassLabel(5, "shirt");
    private static final String RESULT = JsonFile.pretty(result(SHIRT));

    @TempDir
    Path root;

    @Test
    void unused_manyStartersAtOnce_eachGetsItsOwn() throws Exception {
        Files.createDirectories(root.resolve("improve-002"));
        int starters = 8;
        CyclicBarrier together = new CyclicBarrier(starters);
        ExecutorService threads = Executors.newFixedThreadPool(starters);
        try {
            Callable<Path> start = () -> {
                together.await();
                return RunDirectory.unused(root, "improve");
            };
            Set<Path> found = new HashSet<>();
            for (Future<Path> one : threads.invokeAll(Collections.nCopies(starters, start))) {
                found.add(one.get());
            }
            assertThat(found).hasSize(starters).doesNotContain(root.resolve("improve-002"));
            assertThat(found).contains(root.resolve("improve-001")).allMatch(Files::isDirectory);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void unused_whereAFileStands_saysSo() throws IOException {
        Path file = Files.writeString(root.resolve("runs"), "text");
        assertThatThrownBy(() -> RunDirectory.unused(file, "improve"))
                .isInstanceOf(CannotCreateException.class)
                .hasMessageContaining("a file of this name exists");
    }

    @Test
    void publish_finishedClass_leavesItsLinesToTheRunAndNothingElseBehind() throws IOException {
        try (RunDirectory directory = RunDirectory.open(root, WrittenRun.IDENTITY)) {
            assertThat(directory.finished(SHIRT)).isEmpty();
            try (ClassFolder folder = directory.open(SHIRT)) {
                folder.events().write(Map.of("class", 5));
                assertThatThrownBy(() -> directory.open(SHIRT)).hasMessageContaining("in use");
                Files.writeString(folder.path().resolve("result.json"), RESULT);
                assertThat(folder.finished()).isTrue();
            }
            for (int again = 0; again < 2; again++) {
                assertThat(directory.publish(SHIRT).path("seconds").asInt()).isEqualTo(1);
                assertThat(root.resolve("events.jsonl")).hasContent("{\"class\":5}\n");
                assertThat(root.resolve("classes/0005-shirt").toFile().list()).containsExactly("result.json");
            }
        }
    }

    @Test
    void open_workerStillInAClass_waitsForItsEnd() throws Exception {
        Path folder = Files.createDirectories(root.resolve("classes/0005-shirt"));
        Files.writeString(root.resolve("run.json"), """
                {"command": "improve", "classes": [{"index": 5, "name": "shirt"}],
                 "models": {"generator": {"file": "elsewhere.pt", "sha256": "0123456789abcdef"}}}
                """);
        FolderClaim held = FolderClaim.acquire(folder);
        Thread releaser = new Thread(() -> {
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            held.close();
        });
        long begun = System.nanoTime();
        releaser.start();
        RunDirectory.open(root, WrittenRun.IDENTITY).close();
        assertThat(System.nanoTime() - begun).isGreaterThan(250_000_000);
        releaser.join();
    }

    /** A result with all that is read of one. */
    static ObjectNode result(ClassLabel label) {
        ObjectNode result = JsonFile.object();
        result.set("class", ClassResult.json(label));
        result.put("verdict", "improved").put("improved", true).put("reason", "");
        result.set("before", scores(0));
        result.set("after", scores(1));
        return result.put("seconds", 1);
    }

    private static ObjectNode scores(int value) {
        ObjectNode scores = JsonFile.object();
        scores.putObject("classifier").put("top1", value).put("probability", value);
        return scores.putNull("judge").put("pairDiversity", value);
    }
}
