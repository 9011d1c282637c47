package org.biggantune.command.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.report.JsonFile;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
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
        assertThat(second.err()).contains("2 of 3 runs are done already.");
        assertThat(second.out()).contains("3 done; what each printed: " + out);
        assertThat(tuned.resolve("classes/0005-shirt/result.json")).hasBinaryContent(result);
        assertThat(ToolRun.of("batch", file, "--out", out).err()).contains("3 of 3 runs are done already.");
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
        "a.txt, imprve --class 1, line 1: 'imprve' is no command of a batch; did you mean improve",
        "a.txt, batch a.txt, line 1: 'batch' is no command of a batch",
        "a.txt, improve \"x, line 1: a quotation mark is not closed",
        "a.txt, '', lists no run",
        "a.yaml, 'seed: 3', document from line 1: its command is missing",
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
