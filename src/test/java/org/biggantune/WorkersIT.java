package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.biggantune.support.LaunchResult;
import org.biggantune.support.Launcher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code --devices}: worker processes give what one process gives, whoever of them is killed or stopped meanwhile. */
@DisabledOnOs(OS.WINDOWS)
final class WorkersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> CLASSES = List.of("0005-shirt", "0003-coat", "0007-bag");

    @TempDir
    static Path folder;

    private static Path alone;

    @BeforeAll
    static void runInOneProcess() throws Exception {
        alone = folder.resolve("alone");
        LaunchResult result = Launcher.ofCheckout().run(command(alone, "--threads=1"));
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void run_twoWorkers_leavesWhatOneProcessLeaves() throws Exception {
        Path out = folder.resolve("shared");
        LaunchResult result = Launcher.ofCheckout().run(command(out, "--devices=cpu,cpu", "--threads=2"));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines().filter(line -> line.matches("[537] (shirt|coat|bag) .*")))
                .hasSize(3);
        assertSame(out);
        JsonNode record = JSON.readTree(out.resolve("run.json").toFile());
        assertThat(record.path("devices"))
                .hasSize(2)
                .allMatch(text -> text.asText().endsWith(" on cpu, 1 threads"));
        assertThat(record.path("peakResidentBytes").asLong()).isGreaterThan(50_000_000);
        assertThat(out.resolve("run.log")).content().contains("worker 0 (cpu): ", "worker 1 (cpu): ", "took");
    }

    @Test
    void run_workerKilled_givesItsClassToAnother() throws Exception {
        Path out = folder.resolve("worker-killed");
        Process parent = start(command(out, "--devices=cpu,cpu", "--quiet=false"));
        awaitState(out, "0005-shirt", parent);
        ProcessHandle victim = workerOf(out, 0);
        assertThat(victim.destroyForcibly()).isTrue();
        String error = text(parent);
        assertThat(parent.waitFor()).as(error).isZero();
        assertThat(error)
                .containsPattern("worker 0 \\(cpu\\) ended with 137 during class \\d \"\\w+\", its last line:"
                        + " .*; continuing with the other workers");
        assertSame(out);
    }

    @Test
    void run_onlyWorkerKilled_saysSoAndIsContinuedByOneProcess() throws Exception {
        Path out = folder.resolve("only-worker-killed");
        Process parent = start(command(out, "--devices=cpu"));
        awaitState(out, "0005-shirt", parent);
        workerOf(out, 0).destroyForcibly();
        String error = text(parent);
        assertThat(parent.waitFor()).isEqualTo(69);
        assertThat(error)
                .hasLineCount(1)
                .startsWith("biggan-tune: worker 0 (cpu) ended with 137 during class 5 \"shirt\", its last line: ")
                .contains("run the same command again to resume");
        assertThat(out.resolve("classes/0005-shirt/state.bin")).isNotEmptyFile();
        LaunchResult again = Launcher.ofCheckout().run(command(out, "--threads=1"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertSame(out);
    }

    @Test
    void run_parentKilled_workersStopAndAnotherNumberOfThemGoesOn() throws Exception {
        Path out = folder.resolve("parent-killed");
        Process parent = start(command(out, "--devices=cpu,cpu"));
        awaitState(out, "0005-shirt", parent);
        List<ProcessHandle> workers = parent.children().toList();
        assertThat(workers).hasSize(2);
        parent.destroyForcibly().waitFor();
        // At once: the next run has to wait for the workers to give the parts up.
        LaunchResult again = Launcher.ofCheckout().run(command(out, "--devices=cpu,cpu,cpu", "--threads=1"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
        assertSame(out);
    }

    @Test
    void run_stopped_savesStatesAndGoesOnWithOneProcessAndWorkersByTurns() throws Exception {
        Path out = folder.resolve("stopped");
        stop(out, "classes/0005-shirt/state.bin", "--threads=1");
        stop(out, "classes/0005-shirt/state.bin", "--devices=cpu,cpu");
        LaunchResult again = Launcher.ofCheckout().run(command(out, "--devices=cpu"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertSame(out);
    }

    @Test
    void run_parentKilledWhileWorkersMeasure_theyEndWithinSeconds() throws Exception {
        Path out = folder.resolve("killed-measuring");
        List<String> command = Arrays.asList(command(out, "--devices=cpu,cpu"));
        // Minutes before the first step.
        command.set(command.indexOf("--validation-samples") + 1, "50000");
        Process parent = start(command.toArray(String[]::new));
        Path record = out.resolve("run.json");
        await(() -> Files.exists(record) && tree(record).path("devices").size() == 2, parent);
        Thread.sleep(1000);
        List<ProcessHandle> workers = parent.children().toList();
        assertThat(workers).hasSize(2).allMatch(ProcessHandle::isAlive);
        parent.destroyForcibly().waitFor();
        for (ProcessHandle worker : workers) {
            worker.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    private static void stop(Path out, String state, String... options) throws Exception {
        Process process = start(command(out, options));
        Path file = out.resolve(state);
        long earlier = file.toFile().lastModified();
        await(() -> file.toFile().lastModified() != earlier, process);
        new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                .start()
                .waitFor();
        String error = text(process);
        assertThat(process.waitFor()).as(error).isEqualTo(75);
        assertThat(error).startsWith("biggan-tune: stopped by SIGTERM ").hasLineCount(1);
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void run_oneClassDiverges_endsWithItsCode() throws Exception {
        Path out = folder.resolve("diverged");
        LaunchResult result = Launcher.ofCheckout()
                .run(command(
                        out, "--devices=cpu,cpu", "--optimizer=adam", "--learning-rate=1e30", "--schedule=constant"));
        assertThat(result.exitCode()).isEqualTo(70);
        assertThat(result.err())
                .startsWith("biggan-tune: ")
                .contains("diverged")
                .hasLineCount(1);
    }

    @Test
    void sweep_withWorkers_givesWhatOneProcessGives() throws Exception {
        Path out = folder.resolve("sweep");
        LaunchResult result =
                Launcher.ofCheckout().run(command(out, "--devices=cpu,cpu", "--threads=2", "--sweep=seed=0"));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertSame(out.resolve("seed=0"));
    }

    private static void assertSame(Path out) throws IOException {
        for (String file : List.of("events.jsonl", "embeddings.npy")) {
            assertThat(out.resolve(file)).hasSameBinaryContentAs(alone.resolve(file));
        }
        for (String name : CLASSES) {
            Path expected = alone.resolve("classes").resolve(name);
            Path found = out.resolve("classes").resolve(name);
            assertThat(files(found)).isEqualTo(files(expected));
            for (Path file : files(expected)) {
                if (!file.endsWith("result.json")) {
                    assertThat(found.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
                }
            }
            assertThat(result(found)).isEqualTo(result(expected));
        }
    }

    /** What does not depend on the machine. */
    private static ObjectNode result(Path classFolder) throws IOException {
        ObjectNode json =
                (ObjectNode) JSON.readTree(classFolder.resolve("result.json").toFile());
        assertThat(json.path("seconds").asDouble()).isPositive();
        assertThat(json.has("peakResidentBytes")).isTrue();
        return json.without(List.of("seconds", "peakResidentBytes"));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static Process start(String... command) throws IOException {
        return Launcher.ofCheckout()
                .builder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String text(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A worker's process, as the log tells it. */
    private static ProcessHandle workerOf(Path out, int number) throws IOException {
        try (Stream<String> lines = Files.lines(out.resolve("run.log"))) {
            String line = lines.filter(text -> text.contains("worker " + number + " (cpu) is process "))
                    .findFirst()
                    .orElseThrow();
            return ProcessHandle.of(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                    .orElseThrow();
        }
    }

    private static JsonNode tree(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitState(Path out, String name, Process process) throws InterruptedException {
        Path files = out.resolve("classes").resolve(name);
        await(
                () -> files.resolve("state.bin").toFile().length() > 0
                        && files.resolve("events.jsonl").toFile().length() > 0,
                process);
    }

    private static void await(BooleanSupplier condition, Process process) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && !condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    private static String[] command(Path out, String... options) {
        List<String> command =
                new ArrayList<>(List.of("improve", "--class", "shirt,coat,bag", "--out", out.toString()));
        command.addAll(List.of("--iterations", "12", "--evaluate-every", "6", "--checkpoint-every", "3"));
        command.addAll(List.of("--validation-samples", "16", "--test-samples", "16", "--save-every", "5"));
        // Bits follow from how a batch is cut, which "auto" takes from the threads, and not from who works on the
        // pieces.
        command.addAll(List.of("--parallel-parts", "2"));
        command.addAll(Arrays.asList(options));
        if (Arrays.stream(options).noneMatch(option -> option.startsWith("--quiet"))) {
            command.add("--quiet");
        }
        return command.toArray(String[]::new);
    }
}
