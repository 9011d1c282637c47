package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code --print-config}: what it says of each layer, and that its output gives the same settings again. */
final class PrintConfigTest {
    @TempDir
    Path folder;

    @Test
    void printConfig_everyLayer_isNamedBesideItsValues() throws IOException {
        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, "iterations: 7\nrepurpose:\n  initial: mean\n");
        ToolRun run = ToolRun.with(
                Map.of("BIGGAN_TUNE_SEED", "9"),
                "repurpose",
                "--print-config",
                "--target",
                "fashion10",
                "--config",
                mine,
                "--batch=6");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
                .startsWith("# biggan-tune repurpose", "repurpose:", " target: fashion10 # command line")
                .contains(
                        " class: all # default",
                        " judge: demo-judge # target fashion10",
                        " iterations: 7 # " + mine,
                        " initial: mean # " + mine,
                        " seed: 9 # environment BIGGAN_TUNE_SEED",
                        " batch: 6 # command line",
                        " # out: DIR # not set")
                .noneMatch(line -> line.contains("print-config:") || line.contains("# config:"));
    }

    @Test
    void printConfig_preset_isNamed() {
        assertThat(ToolRun.of("improve", "--print-config", "--preset", "reference")
                        .out())
                .containsPattern("starts: 3 +# preset reference")
                .containsPattern("# class: CLASS +# not set");
    }

    static Stream<List<String>> commandLines() {
        return Stream.of(
                List.of("improve"),
                List.of("improve", "--preset", "long", "--class", "a, b", "--class", "@x y.txt", "--quiet"),
                List.of("improve", "--proximity", "0.3", "--diversity-weight", "2", "--clamp=-0.5,05"),
                List.of("repurpose", "--target", "fashion10", "--class", "ankle boot", "--json"),
                List.of("sample", "--no-grid", "--seeds", "0-3,7", "--class", "#1: \"x\""),
                List.of("classify", "--classifier", "null", "--top", "2"),
                List.of("bench", "--graphs", "folded", "--threads", "1"),
                List.of("import", "generator", "--bn-eps", "1e-4", "--out", "x.pt", "--force"),
                List.of("import", "classifier", "--mean", "0.5,0.4,0.3", "--labels", "12:30"));
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void printConfig_asConfigFile_givesTheSameSettings(List<String> commandLine) throws IOException {
        ToolRun first = ToolRun.of(
                Stream.concat(commandLine.stream(), Stream.of("--print-config")).toArray());
        assertThat(first.exitCode()).as(first.err()).isZero();
        Path file = folder.resolve("printed.yaml");
        Files.writeString(file, first.out());
        List<String> command =
                commandLine.get(0).equals("import") ? commandLine.subList(0, 2) : commandLine.subList(0, 1);
        ToolRun second = ToolRun.of(Stream.concat(command.stream(), Stream.of("--print-config", "--config", file))
                .toArray());
        assertThat(values(second)).isEqualTo(values(first));
    }

    /** An option for some classes, unless it is given itself or switched off. */
    @Test
    void printConfig_optionForSomeClasses_followsTheTypedOneForAll() throws IOException {
        assertThat(ToolRun.with(
                                Map.of("BIGGAN_TUNE_COLLAPSED_PROXIMITY", "0.2"),
                                "improve",
                                "--print-config",
                                "--proximity",
                                "0.3")
                        .out())
                .containsPattern("collapsed-proximity: 0.3 +# command line, --proximity")
                .containsPattern("collapsed-diversity-weight: 0.6 +# default");
        assertThat(ToolRun.of("improve", "--print-config", "--proximity=0.3", "--collapsed-proximity=0.1")
                        .out())
                .containsPattern("collapsed-proximity: 0.1 +# command line\n");
        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, "proximity: 0.4\nrepurpose:\n  known-proximity: none\n");
        assertThat(ToolRun.of("repurpose", "--print-config", "--config", mine, "--diversity-weight=2")
                        .out())
                .containsPattern("collapsed-diversity-weight: 2 +# command line, --diversity-weight")
                .containsPattern("collapsed-proximity: 0 +# default")
                .containsPattern("known-proximity: none +# " + mine);
        assertThat(ToolRun.of("repurpose", "--print-config", "--config", mine, "--proximity=0.3")
                        .out())
                .containsPattern("known-proximity: none +# " + mine);
    }

    @Test
    void run_withAPrintedConfig_hasTheSettingsOfTheCommandLine() throws IOException {
        String[] options = {
            "--class=shirt",
            "--proximity=0.3",
            "--diversity-weight=0.7",
            "--clamp=-0.5,0.5",
            "--iterations=1",
            "--batch=4",
            "--validation-samples=8",
            "--test-samples=8",
            "--threads=1",
            "--grid=4",
            "--quiet"
        };
        Path file = folder.resolve("printed.yaml");
        Files.writeString(file, tool(options, "--print-config").out());
        assertThat(tool(options, "--out=" + folder.resolve("typed")).exitCode()).isZero();
        ToolRun configured = ToolRun.of("improve", "--config", file, "--out", folder.resolve("configured"));
        assertThat(configured.err()).isEmpty();
        assertThat(configured.exitCode()).isZero();
        JsonNode settings = record("configured").get("settings");
        assertThat(settings.toPrettyString())
                .isEqualTo(record("typed").get("settings").toPrettyString());
        assertThat(settings.get("collapsed-proximity").asDouble()).isEqualTo(0.3);
        assertThat(folder.resolve("configured/embeddings.npy"))
                .hasSameBinaryContentAs(folder.resolve("typed/embeddings.npy"));
    }

    @Test
    void printConfig_wrongOption_isRefused() {
        ToolRun run = ToolRun.of("improve", "--print-config", "--lerning-rate", "1");
        assertThat(run.err()).contains("Unknown option", "--learning-rate").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void configFile_keyOutsideASection_isStrongerThanTheDefaultInOne() throws IOException {
        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, "learning-rate: 0.5\n");
        assertThat(ToolRun.of("improve", "--print-config", "--config", mine).out())
                .containsPattern("learning-rate: 0.5 +# " + mine);
    }

    @Test
    void configFile_presetInside_isRefused() throws IOException {
        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, "improve:\n  preset: long\n");
        ToolRun run = ToolRun.of("improve", "--print-config", "--config", mine);
        assertThat(run.err())
                .startsWith("biggan-tune: " + mine + ", line 2: unknown key 'improve.preset'")
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(78);
    }

    @Test
    void flag_onInEnvironmentAndOnCommandLine_isOn() throws IOException {
        ToolRun run = ToolRun.with(Map.of("BIGGAN_TUNE_JSON", "true"), "check", "models/demo.pt", "--json");
        assertThat(run.out()).startsWith("{");
    }

    @Test
    void flag_onInFileAndOnCommandLine_isOn() throws IOException {
        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, "improve:\n  json: true\n");
        assertThat(ToolRun.of("improve", "--print-config", "--config", mine, "--json")
                        .out())
                .containsPattern("json: true +# command line");
    }

    @ParameterizedTest
    @CsvSource({
        "BIGGAN_TUNE_GENRATOR, did you mean BIGGAN_TUNE_GENERATOR?",
        "BIGGAN_TUNE_CONFIG, matches no option",
    })
    void environment_misspelt_isRefused(String variable, String message) {
        ToolRun run = ToolRun.with(Map.of(variable, "x"), "sample", "--class", "1");
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err())
                .contains("environment variable " + variable)
                .contains(message)
                .hasLineCount(1);
    }

    @Test
    void environment_ofAnotherCommandOrTheLauncher_isIgnored() {
        Map<String, String> variables = Map.of("BIGGAN_TUNE_LEARNING_RATE", "0.1", "BIGGAN_TUNE_JAVA_OPTS", "-Xmx2g");
        assertThat(ToolRun.with(variables, "check", "models/demo.pt").exitCode())
                .isZero();
    }

    @Test
    void configFile_ofEvaluate_setsItsOptions() throws IOException {
        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, "evaluate:\n  samples: 24\n  class: [shirt, coat]\n");
        assertThat(ToolRun.of("evaluate", "--print-config", "--config", mine).out())
                .containsPattern("samples: 24 +# " + mine)
                .containsPattern("class: \\[shirt, coat\\] +# " + mine);
    }

    private static ToolRun tool(String[] options, String last) {
        ToolRun run = ToolRun.of(Stream.of(Stream.of("improve"), Arrays.stream(options), Stream.of(last))
                .flatMap(s -> s)
                .toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private JsonNode record(String run) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(run).resolve("run.json").toFile());
    }

    /** The lines without their comments. */
    private static List<String> values(ToolRun run) {
        return run.out().lines().map(line -> line.replaceFirst("  +# .*", "")).toList();
    }
}
