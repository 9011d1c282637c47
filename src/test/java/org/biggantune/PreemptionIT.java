package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.biggantune.support.LaunchResult;
import org.biggantune.support.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A scheduler's signals at any moment: the task is gone within 5 seconds with 75, and the folder ends as undisturbed. */
@DisabledOnOs(OS.WINDOWS)
final class PreemptionIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** As a shell reports a process that SIGTERM or SIGUSR1 ended before it listened to them. */
    private static final List<Integer> TOO_EARLY = List.of(128 + 15, 128 + 10);

    @TempDir
    Path folder;

    @Test
    void task_signalledInEveryPhase_isGoneInTimeAndResumesToTheSameBytes() throws Exception {
        Path alone = folder.resolve("alone");
        LaunchResult reference =
                Launcher.ofCheckout().withLimit(Duration.ofMinutes(5)).run(command(alone));
        assertThat(reference.exitCode()).as(reference.err()).isZero();

        Path out = folder.resolve("shared");
        String[] command = command(out, "--shard=0/1");
        TreeSet<String> phases = new TreeSet<>();
        int code = 75;
        // Longer each time, so that the signal comes in one phase after the other.
        for (int round = 0; code != 0 && round < 40; round++) {
            Process process = Launcher.ofCheckout()
                    .builder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(500L + 300L * round, TimeUnit.MILLISECONDS)) {
                new ProcessBuilder("kill", round % 2 == 0 ? "-TERM" : "-USR1", Long.toString(process.pid()))
                        .start()
                        .waitFor();
                assertThat(process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                        .as("gone in time, round " + round)
                        .isTrue();
            }
            String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            code = process.exitValue();
            if (!TOO_EARLY.contains(code)) {
                assertThat(code).as(error).isIn(75, 0);
                phases.add(error.replaceAll("(?s)^biggan-tune: stopped by SIG\\w+|class.*|;.*", "")
                        .strip());
            }
        }
        assertThat(code).isZero();
        assertThat(phases).contains("while tuning").hasSizeGreaterThan(2);
        assertThat(Launcher.ofCheckout().run("merge", out.toString()).exitCode())
                .isZero();
        for (String file : List.of("embeddings.npy", "events.jsonl", "start-rows.json")) {
            assertThat(out.resolve(file)).hasSameBinaryContentAs(alone.resolve(file));
        }
    }

    private static String[] command(Path out, String... options) {
        List<String> command = new ArrayList<>(List.of("repurpose", "--target=fashion10", "--quiet"));
        command.addAll(List.of("--class=5", "--out=" + out, "--iterations=40", "--evaluate-every=20"));
        command.addAll(List.of("--validation-samples=64", "--test-samples=64", "--threads=1"));
        command.addAll(List.of(options));
        return command.toArray(String[]::new);
    }
}
