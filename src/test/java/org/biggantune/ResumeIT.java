package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.biggantune.support.LaunchResult;
import org.biggantune.support.Launcher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed or stopped goes on to the same bytes as one that was left alone. */
@DisabledOnOs(OS.WINDOWS)
final class ResumeIT {
    private static final int KILLS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static Path undisturbed;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        undisturbed = folder.resolve("undisturbed");
        LaunchResult result = Launcher.ofCheckout().run(command(undisturbed));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(undisturbed.resolve("events.jsonl")).content().contains("\"endedEarly\":true");
    }

    @Test
    void run_killedAgainAndAgain_endsWithTheSameBytes() throws Exception {
        Path out = folder.resolve("killed");
        Random random = new Random(4);
        int killedWhileTuning = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(out);
            awaitLines(out, process);
            Thread.sleep(random.nextInt(400));
            killedWhileTuning += process.isAlive() ? 1 : 0;
            process.destroyForcibly().waitFor();
        }
        LaunchResult result = Launcher.ofCheckout().run(command(out));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertSameBytes(out);
        assertThat(killedWhileTuning).isGreaterThan(3);
    }

    @Test
    void run_stoppedBySignals_savesItsStateAndEndsWithTheSameBytes() throws Exception {
        Path out = folder.resolve("stopped");
        Path state = out.resolve("classes/0005-shirt/state.bin");
        for (String signal : List.of("TERM", "INT", "USR1")) {
            long earlier = state.toFile().lastModified();
            Process process = start(out);
            await(() -> state.toFile().lastModified() != earlier, process);
            signal(signal, process);
            assertThat(process.waitFor()).as(signal).isEqualTo(75);
            String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(error).contains("stopped by SIG" + signal).hasLineCount(1);
            assertThat(state).isNotEmptyFile();
        }
        assertThat(Launcher.ofCheckout().run(command(out)).exitCode()).isZero();
        assertSameBytes(out);
        assertThat(state).doesNotExist();
    }

    @Test
    void run_stoppedWhileItMeasures_isGoneWithinSeconds() throws Exception {
        Path out = folder.resolve("measuring");
        List<String> command = Arrays.asList(command(out));
        // Minutes before the first step.
        command.set(command.indexOf("--validation-samples") + 1, "100000");
        Process process = start(command.toArray(String[]::new));
        awaitFile(out.resolve("run.json"), process);
        Thread.sleep(500);
        long begun = System.nanoTime();
        signal("TERM", process);
        assertThat(process.waitFor()).isEqualTo(75);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(error).contains("stopped by SIGTERM").hasLineCount(1);
    }

    @Test
    void run_inAFolderInUse_isRefused() throws Exception {
        Path out = folder.resolve("shared");
        Process first = start(out);
        awaitLines(out, first);
        LaunchResult second = Launcher.ofCheckout().run(command(out));
        first.destroyForcibly().waitFor();
        assertThat(second.exitCode()).isEqualTo(78);
        assertThat(second.err()).contains("in use by another biggan-tune").hasLineCount(1);
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static void assertSameBytes(Path out) throws IOException {
        for (String file : List.of(
                "events.jsonl",
                "embeddings.npy",
                "classes/0005-shirt/embedding.npy",
                "classes/0003-coat/embedding.npy")) {
            assertThat(out.resolve(file)).hasSameBinaryContentAs(undisturbed.resolve(file));
        }
        Path steps = Path.of("classes", "0005-shirt", "steps");
        List<Path> expected = files(undisturbed.resolve(steps));
        assertThat(files(out.resolve(steps))).isEqualTo(expected);
        for (Path file : expected) {
            assertThat(out.resolve(steps).resolve(file))
                    .hasSameBinaryContentAs(undisturbed.resolve(steps).resolve(file));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName).sorted().toList();
        }
    }

    private static Process start(Path out) throws IOException {
        return start(command(out));
    }

    private static Process start(String... command) throws IOException {
        return Launcher.ofCheckout()
                .builder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Waits until a class that is under way has lines. */
    private static void awaitLines(Path out, Process process) throws InterruptedException {
        List<Path> lines =
                List.of(out.resolve("classes/0005-shirt/events.jsonl"), out.resolve("classes/0003-coat/events.jsonl"));
        await(() -> lines.stream().anyMatch(file -> file.toFile().length() > 0), process);
    }

    private static void awaitFile(Path file, Process process) throws InterruptedException {
        await(() -> file.toFile().length() > 0, process);
    }

    private static void await(BooleanSupplier condition, Process process) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && !condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    private static String[] command(Path out) {
        List<String> command =
                new ArrayList<>(List.of("improve", "-q", "--class", "shirt,coat", "--out", out.toString()));
        command.addAll(List.of("--iterations", "60", "--evaluate-every", "6", "--starts", "2", "--initial", "random"));
        command.addAll(List.of("--validation-samples", "16", "--test-samples", "16", "--checkpoint-every", "3"));
        // Steps too large for so strong a pull: starts end early.
        command.addAll(List.of("--schedule", "constant", "--learning-rate", "0.2", "--proximity", "3"));
        command.addAll(List.of("--patience", "1", "--initial-noise", "0.05", "--save-every", "7"));
        return command.toArray(String[]::new);
    }
}
