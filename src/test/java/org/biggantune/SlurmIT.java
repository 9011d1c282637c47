package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.biggantune.support.LaunchResult;
import org.biggantune.support.Launcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** An array on a real Slurm of one node: tasks are stopped and killed, requeued, and leave what one process leaves. */
@EnabledOnOs(OS.LINUX)
final class SlurmIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path NODE = Path.of("src/test/scripts/slurm-node").toAbsolutePath();
    private static final Path SUBMIT = Path.of("scripts/slurm/submit").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    private static Path slurm;

    /** Skips all tests, loudly, where there is no Slurm and none can be installed. */
    @BeforeAll
    static void startSlurm() throws Exception {
        Launcher.ofCheckout();
        slurm = folder.resolve("slurm");
        // munged is another user.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (List<String> command : List.of(List.of("install"), List.of("start", slurm.toString()))) {
            List<String> whole = new ArrayList<>(List.of(NODE.toString()));
            whole.addAll(command);
            Process process = new ProcessBuilder(whole).inheritIO().start();
            if (process.waitFor() == 69) {
                System.err.println("SKIPPED: SlurmIT, there is no Slurm here: see the lines above");
                throw new TestAbortedException("no Slurm on this machine");
            }
            assertThat(process.exitValue()).isZero();
        }
    }

    @AfterAll
    static void stopSlurm() throws Exception {
        if (slurm != null) {
            new ProcessBuilder(NODE.toString(), "stop", slurm.toString())
                    .start()
                    .waitFor();
        }
    }

    @Test
    void array_tasksStoppedAndKilled_mergesToTheBytesOfOneProcess() throws Exception {
        Path alone = folder.resolve("alone");
        List<String> command = new ArrayList<>(List.of("repurpose", "--out", alone.toString()));
        command.addAll(options());
        LaunchResult reference =
                Launcher.ofCheckout().withLimit(Duration.ofMinutes(5)).run(command.toArray(String[]::new));
        assertThat(reference.exitCode()).as(reference.err()).isZero();

        Path out = folder.resolve("shared run");
        List<String> submit = new ArrayList<>(List.of(SUBMIT.toString(), "repurpose", "--out", out.toString()));
        submit.addAll(List.of("--tasks", "4", "--time", "10:00", "--"));
        submit.addAll(options());
        String submitted = output(submit);
        assertThat(submitted).containsPattern("(?s)array \\d+: 4 tasks from 0 on\nmerge \\d+\n");
        String array = submitted.replaceAll("(?s)array (\\d+).*", "$1");

        // One through its shell alone, one directly as well, one not at all.
        interrupt(out, 0, List.of("scancel", "--batch", "--signal=TERM", array + "_0"));
        interrupt(out, 1, List.of("scancel", "--full", "--signal=TERM", array + "_1"));
        interrupt(out, 2, List.of("kill", "-9", "PID"));

        await(() -> output(List.of("squeue", "-h")).isBlank());
        assertThat(logs(out)).contains("0: task: ended with 75", "1: task: ended with 75", "2: task: ended with 137");
        assertThat(out.resolve("logs/merge.log")).content().contains("10 of 10 classes merged");
        for (String file : List.of("embeddings.npy", "events.jsonl", "classes.json", "start-rows.json")) {
            assertThat(out.resolve(file)).hasSameBinaryContentAs(alone.resolve(file));
        }
        JsonNode status = JSON.readTree(
                Launcher.ofCheckout().run("status", out.toString(), "--json").out());
        assertThat(status.path("done").asInt()).isEqualTo(10);
    }

    @Test
    void array_oneIndexBeyondWhatIsCounted_isRefusedAndNotRequeued() throws Exception {
        Path out = folder.resolve("beyond");
        Path log = folder.resolve("beyond.log");
        ProcessBuilder builder = new ProcessBuilder(
                "sbatch",
                "--wait",
                "--array=5",
                "--output=" + log,
                "scripts/slurm/repurpose-array.sbatch",
                "--target",
                "fashion10");
        builder.environment().put("OUT", out.toString());
        builder.environment().put("SHARDS", "4");
        assertThat(run(builder)).isEqualTo(2);
        assertThat(log).content().contains("--shard 5/4: expected I/N").hasLineCount(1);
    }

    private static List<String> options() {
        return List.of(
                "--target=fashion10",
                "--iterations=40",
                "--evaluate-every=20",
                "--validation-samples=8",
                "--test-samples=8",
                "--grid=1",
                "--threads=1",
                "--quiet");
    }

    /** Interrupts a task while it tunes its first class, whose process must be gone within 5 seconds. */
    private static void interrupt(Path out, int task, List<String> command) throws Exception {
        long process = await(() -> running(out, task));
        ProcessHandle tool = ProcessHandle.of(process).orElseThrow();
        output(command.stream()
                .map(word -> word.replace("PID", Long.toString(process)))
                .toList());
        tool.onExit().get(5, TimeUnit.SECONDS);
    }

    /** The process that tunes a task's first class, 0 as long as there is none that has taken a step. */
    private static Long running(Path out, int task) throws IOException {
        Path classes = out.resolve("classes");
        if (!Files.isDirectory(classes)) {
            return 0L;
        }
        try (Stream<Path> folders = Files.list(classes)) {
            List<Path> claims = folders.filter(
                            path -> path.getFileName().toString().startsWith("000" + task))
                    .map(path -> path.resolve(".claim-1"))
                    .filter(Files::exists)
                    .toList();
            if (claims.isEmpty()) {
                return 0L;
            }
            String text = Files.readString(claims.get(0)).strip();
            JsonNode claim = text.endsWith("}") ? JSON.readTree(text) : JSON.createObjectNode();
            return claim.path("step").asInt() > 0 ? claim.path("process").asLong() : 0L;
        }
    }

    /** Each line of the tasks' logs after the task's number. */
    private static String logs(Path out) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int task = 0; task < 4; task++) {
            for (String line : Files.readAllLines(out.resolve("logs/biggan-repurpose-0-" + task + ".log"))) {
                all.append(task).append(": ").append(line).append('\n');
            }
        }
        return all.toString();
    }

    private static <T> T await(Callable<T> question) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        T answer = question.call();
        while (answer.equals(0L) || answer.equals(false)) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(100);
            answer = question.call();
        }
        return answer;
    }

    private static String output(List<String> command) throws Exception {
        Path file = Files.createTempFile(folder, "command", ".out");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(file.toFile());
        assertThat(run(builder)).as(String.join(" ", command)).isZero();
        return Files.readString(file);
    }

    private static int run(ProcessBuilder builder) throws Exception {
        Launcher launcher = Launcher.ofCheckout();
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(launcher.environment());
        builder.environment().put("SLURM_CONF", slurm.resolve("slurm.conf").toString());
        builder.environment().put("BIGGAN_TUNE", launcher.program().toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor();
    }
}
