package org.biggantune.command.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    @TempDir
    Path folder;

    private static JsonNode json(String... arguments) throws IOException {
        List<Object> all = new ArrayList<>(List.of("bench", "--json", "--quiet", "--no-isolate"));
        all.addAll(List.of("--batch", "2", "--steps", "1", "--warm-up", "0", "--threads", "1"));
        all.addAll(List.of(arguments));
        ToolRun run = ToolRun.of(all.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    @Test
    void generator_thatIsNamed_isMeasuredInWhatItWasImported() throws IOException {
        JsonNode json = json("--generator", "demo", "--classifier", "demo-classifier");
        JsonNode size = json.path("sizes").path(0);
        assertThat(size.path("generator").asText()).isEqualTo("demo.pt");
        assertThat(size.path("size").asInt()).isEqualTo(32);
        assertThat(size.path("width").isNull()).isTrue();
        assertThat(json.has("classes")).isFalse();
        assertThat(size.path("variants")).hasSize(1);
        assertThat(size.path("variants").path(0).path("name").asText()).isEqualTo("folded");
        assertThat(size.path("variants").path(0).path("firstLoss").isNumber()).isTrue();
    }

    @Test
    void generator_ofASettingsFile_givesWayToASizeOnTheCommandLine() throws IOException {
        Path config = Files.writeString(
                folder.resolve("mine.yaml"), "precision: auto\nbench:\n  generator: demo\n  width: 8\n  classes: 3\n");
        JsonNode json = json(
                "--config", config.toString(), "--size", "32", "--classifier", "demo-classifier", "--graphs", "folded");
        assertThat(json.path("sizes").path(0).path("generator").asText()).isEqualTo("BigGAN 32");
        assertThat(json.path("sizes").path(0).path("width").asInt()).isEqualTo(8);
        assertThat(json.path("classes").asInt()).isEqualTo(3);
        assertThat(json.path("sizes")
                        .path(0)
                        .path("variants")
                        .path(0)
                        .path("precision")
                        .asText())
                .isEqualTo("fp32");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--generator demo --size 32 | 2 | --size is for generators with random weights; leave it or --generator demo",
                "--generator demo --graphs folded | 2 | --graphs is for generators with random weights",
                "--generator nosuch | 66 | --generator nosuch: no such file",
                "--generator demo --classifier nosuch | 66 | --classifier nosuch: no such file",
                "--generator demo-judge | 65 | demo-judge.pt: ",
                "--precision auto,bf16 | 2 | --precision auto,bf16: auto cannot be combined",
                "--precision int8 | 2 | --precision int8: expected auto, fp32 or bf16",
                "--precision bf16,bf16 | 2 | --precision: a value is given twice"
            })
    void options_thatDoNotFit_areRefusedWithOneLine(String options, int code, String message) {
        List<Object> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(options.split(" ")));
        ToolRun run = ToolRun.of(all.toArray());
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(code);
    }
}
