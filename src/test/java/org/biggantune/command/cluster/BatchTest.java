package org.biggantune.command.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.report.JsonFile;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code batch}: runs of a list, those that fail among them, and the same list again. */
final class BatchTest {
    private static final List<String> COMMANDS = List.of("improve", "inspect", "batch");
    private static final String QUICK = " --iterations 2 --batch 4 --evaluate-every 2 --validation-samples 8"
            + " --test-samples 8 --grid 0 --collapsed-below 0 --threads 1 -q";

    @TempDir
    Path folder;

    @Test
    void batch_oneRunFails_doesTheOthersAndAgainOnlyWhatIsNotDone() throws IOException {
        Path missing = folder.resolve("later.pt");
        Path file = Files.writeString(
                folder.resolve("night.txt"),
                "# a night's work\ninspect '" + missing + "'\n\nbiggan-tune improve --class shirt" + QUICK
                        + "\ninspect models/demo.pt --json # and this\n");
        Path out = folder.resolve("out");
        ToolRun first = ToolRun.of("batch", file, "--out", out, "--jobs", 2, "--json");
        assertThat(first.exitCode()).as(first.err()).isEqualTo(66);
        JsonNode runs =
                JsonFile.ofLine(first.out().replace("\n", " ")).orElseThrow().path("runs");
        assertThat(runs.findValuesAsText("state")).containsExactly("failed", "done", "done");
        assertThat(runs.get(0).path("exitCode").asInt()).isEqualTo(66);
        assertThat(Path.of(runs.get(2).path("log").asText())).content().contains("\"kind\"");
        Path tuned = out.resolve(runs.get(1).path("name").asText());
        assertThat(tuned.resolve("classes/0005-shirt/result.json")).exists();

        byte[] result = Files.readAllBytes(tuned.resolve("classes/0005-shirt/result.json"));
        Files.copy(Path.of("models/demo.pt"), missing);
        ToolRun second = ToolRun.of("batch", file, "--out", out);
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err()).contains("2 of 3 runs are already done.");
        assertThat(second.out()).contains("3 done; output of each: " + out);
        assertThat(tuned.resolve("classes/0005-shirt/result.json")).hasBinaryContent(result);
        assertThat(ToolRun.of("batch", file, "--out", out).err()).contains("3 of 3 runs are already done.");
    }

    /** The signals go to this process, as a scheduler sends them to a batch's. */
    @DisabledOnOs(OS.WINDOWS)
    @Test
    void batch_signalled_endsItsRunsInTimeAndResumesThem() throws Exception {
        String options = QUICK.replace("iterations 2", "iterations 30") + " --checkpoint-every 1";
        List<String> classes = List.of("shirt", "coat", "bag");
        List<String> lines = classes.stream()
                .map(name -> "improve --class " + name + options + " --out '" + folder.resolve(name) + "'")
                .toList();
        Path file = Files.write(folder.resolve("night.txt"), lines);
        Object[] batch = {"batch", file, "--out", folder.resolve("out"), "--jobs", 2, "--json"};
        for (String signal : List.of("TERM", "USR1")) {
            CompletableFuture<ToolRun> running = CompletableFuture.supplyAsync(() -> ToolRun.of(batch));
            List<Path> states = List.of(
                    folder.resolve("shirt/classes/0005-shirt/state.bin"),
                    folder.resolve("coat/classes/0003-coat/state.bin"));
            FileTime before = FileTime.from(Instant.now());
            while (!running.isDone() && !states.stream().allMatch(state -> isNewer(state, before))) {
                Thread.sleep(5);
            }
            new ProcessBuilder(
                            "kill",
                            "-" + signal,
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            ToolRun stopped = running.get(5, TimeUnit.SECONDS);
            assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(75);
            JsonNode runs = JsonFile.ofLine(stopped.out().replace("\n", " "))
                    .orElseThrow()
                    .path("runs");
            assertThat(runs.findValuesAsText("state")).containsExactly("stopped", "stopped", "waiting");
            assertThat(states).allSatisfy(state -> assertThat(state).isNotEmptyFile());
        }
        ToolRun finished = ToolRun.of(batch);
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        Path alone = folder.resolve("alone");
        List<Object> undisturbed = new ArrayList<>(List.of("improve", "--class", "shirt", "--out", alone));
        undisturbed.addAll(List.of(options.strip().split(" ", -1)));
        assertThat(ToolRun.of(undisturbed.toArray()).exitCode()).isZero();
        for (String kept : List.of("events.jsonl", "embeddings.npy")) {
            assertThat(folder.resolve("shirt").resolve(kept)).hasSameBinaryContentAs(alone.resolve(kept));
        }
    }

    @Test
    void exitCode_ofRunsThatASignalKeptFromBeginning_is75() {
        BatchEntry entry = new BatchEntry("a.txt, line 1", List.of("inspect", "x"));
        List<BatchOutcome> outcomes = Stream.of(0, 66, BatchOutcome.NONE)
                .map(code -> new BatchOutcome(entry, code, 1, folder, false))
                .toList();
        assertThat(new BatchReport(folder, outcomes).exitCode()).isEqualTo(75);
        assertThat(new BatchReport(folder, outcomes.subList(0, 2)).exitCode()).isEqualTo(66);
        assertThat(new BatchReport(folder, outcomes.subList(0, 1)).exitCode()).isZero();
    }

    private static boolean isNewer(Path file, FileTime time) {
        try {
            return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(time) > 0;
        } catch (IOException e) {
            // It is replaced in this moment.
            return false;
        }
    }

    @Test
    void read_lines_areSplitAsAShellDoes() throws IOException {
        assertThat(entries("a.txt", "improve --class \"great grey owl\" --out 'a b'/c#d  # comment\n\n# all\n"))
                .containsExactly(List.of("improve", "--class", "great grey owl", "--out", "a b/c#d"));
    }

    @Test
    void read_documents_areCommandsAndTheirOptions() throws IOException {
        String text =
                "# first\ncommand: improve\nclass: [shirt, coat]\nseed: 3\n---\n---\ncommand: inspect\njson: true\n";
        assertThat(entries("a.yaml", text))
                .containsExactly(
                        List.of("improve", "--class=shirt,coat", "--seed=3"), List.of("inspect", "--json=true"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.txt, imprve --class 1, line 1: 'imprve' is not a command for batch; did you mean improve",
        "a.txt, batch a.txt, line 1: 'batch' is not a command for batch",
        "a.txt, improve \"x, line 1: a quotation mark is not closed",
        "a.txt, '', lists no run",
        "a.yaml, 'seed: 3', document from line 1: no command",
    })
    void read_somethingElse_isRefusedWithItsPlace(String name, String text, String message) {
        assertThatThrownBy(() -> entries(name, text))
                .isInstanceOf(BigganTuneException.class)
                .hasMessageContaining(message);
    }

    @Test
    void read_oneRunTwice_isRefused() {
        assertThatThrownBy(() -> entries("a.txt", "inspect x\ninspect  'x'\n"))
                .hasMessageContaining("line 2: the same run as in")
                .hasMessageContaining("line 1");
    }

    @Test
    void batch_missingFileOrWrongJobs_areRefused() {
        assertThat(ToolRun.of("batch", folder.resolve("none")).exitCode()).isEqualTo(66);
        assertThat(ToolRun.of("batch", folder.resolve("none"), "--jobs", 0).exitCode())
                .isEqualTo(2);
    }

    private List<List<String>> entries(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return BatchEntry.read(file, COMMANDS).stream()
                .map(BatchEntry::arguments)
                .toList();
    }
}
