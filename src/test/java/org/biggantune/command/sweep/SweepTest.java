package org.biggantune.command.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code --sweep} on the shipped models with few steps: its runs, its table, and what it refuses before the first run. */
final class SweepTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void sweep_twoOptions_runsAllCombinationsAsIfTyped() throws IOException {
        Path out = folder.resolve("sweep");
        ToolRun run = improve(out, "--class=shirt,bag", "--sweep=clamp=auto;-0.5,0.5", "--sweep", "seed=1,2");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().skip(2).limit(12))
                .allMatch(line -> line.matches("(auto|-0.5,0.5) +[12] +(5 shirt|7 bag|mean) .*"))
                .filteredOn(line -> line.contains(" mean "))
                .hasSize(4);
        assertThat(run.out()).endsWith("Runs, sweep.csv and sweep.json: " + out + "\n");

        JsonNode sweep = JSON.readTree(out.resolve("sweep.json").toFile());
        assertThat(sweep.findValuesAsText("folder"))
                .containsExactly(
                        "clamp=auto,seed=1", "clamp=auto,seed=2", "clamp=-0.5_0.5,seed=1", "clamp=-0.5_0.5,seed=2");
        Path typed = folder.resolve("typed");
        assertThat(improve(typed, "--class=shirt,bag", "--clamp=-0.5,0.5", "--seed=2")
                        .exitCode())
                .isZero();
        for (String file : List.of("embeddings.npy", "events.jsonl")) {
            assertThat(out.resolve("clamp=-0.5_0.5,seed=2").resolve(file)).hasSameBinaryContentAs(typed.resolve(file));
        }
        assertMeans(sweep.get(3), csv(out));
    }

    private static void assertMeans(JsonNode combination, List<Map<String, String>> rows) {
        assertThat(rows).hasSize(12);
        Map<String, String> mean = rows.get(11);
        JsonNode results = combination.get("results");
        for (String when : List.of("Before", "After")) {
            String pointer = "/" + when.toLowerCase(Locale.ROOT) + "/judge/top1";
            double expected = (results.get(0).at(pointer).asDouble()
                            + results.get(1).at(pointer).asDouble())
                    / 2;
            assertThat(Double.parseDouble(mean.get("judgeTop1" + when))).isEqualTo(expected);
        }
        assertThat(mean)
                .containsEntry("clamp", "-0.5,0.5")
                .containsEntry("seed", "2")
                .containsEntry("class", "mean")
                .containsEntry("steps", "2")
                .containsEntry("failure", "");
        assertThat(rows.get(9)).containsEntry("name", "shirt").containsEntry("class", "5");
        assertThat(Double.parseDouble(rows.get(10).get("pairDiversityBefore")))
                .isEqualTo(results.get(1).at("/before/pairDiversity").asDouble());
    }

    @Test
    void sweep_runAgainWithMoreValues_keepsWhatIsFinished() throws IOException {
        Path out = folder.resolve("sweep");
        assertThat(improve(out, "--class=shirt", "--sweep=seed=1", "--quiet").exitCode())
                .isZero();
        Path finished = out.resolve("seed=1/run.json");
        String earlier = Files.readString(finished);
        ToolRun again = improve(out, "--class=shirt", "--sweep=seed=2,1", "--quiet", "--json");
        assertThat(again.err()).isEmpty();
        assertThat(Files.readString(finished)).isEqualTo(earlier);
        assertThat(JSON.readTree(again.out()).findValuesAsText("folder")).containsExactly("seed=2", "seed=1");
        assertThat(again.out()).isEqualTo(Files.readString(out.resolve("sweep.json")));
    }

    @Test
    void sweep_oneDiverges_othersGoOnAndTheCodeTells() throws IOException {
        Path out = folder.resolve("sweep");
        ToolRun run = improve(
                out,
                "--class=shirt",
                "--quiet",
                "--optimizer=adam",
                "--schedule=constant",
                "--sweep=learning-rate=1e30,0.02");
        assertThat(run.exitCode()).isEqualTo(70);
        assertThat(run.err())
                .startsWith("biggan-tune: 1 of 2 combinations diverged, the first is learning-rate=1e30: ")
                .hasLineCount(1);
        assertThat(run.out()).containsPattern("1e30 +diverged").containsPattern("0.02  5 shirt  (yes|no)");
        List<Map<String, String>> rows = csv(out);
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0)).containsEntry("improved", "diverged");
        assertThat(rows.get(0).get("failure")).contains("diverged");
        assertThat(out.resolve("learning-rate=0.02/classes/0005-shirt/result.json"))
                .isNotEmptyFile();
    }

    @Test
    void sweep_presetsOfRepurpose_areLayeredAsIfTyped() throws IOException {
        Path out = folder.resolve("sweep");
        ToolRun run = tool(
                "repurpose",
                out,
                "--target=fashion10",
                "--class=dress",
                "--sweep=ranking-samples=2,3",
                "--quiet",
                "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(JSON.readTree(out.resolve("ranking-samples=3/run.json").toFile())
                        .at("/target/ranking-samples")
                        .asInt())
                .isEqualTo(3);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                bad(2, "--sweep foo: expected KEY=VALUE,VALUE, such as proximity=0,0.3,1", "--sweep=foo"),
                bad(2, "--sweep out: --out cannot be swept", "--sweep=out=a,b"),
                bad(
                        2,
                        "--sweep lerning-rate: no such option of biggan-tune improve; did you mean learning-rate?",
                        "--sweep=lerning-rate=1"),
                bad(2, "--sweep seed=1,1: the value 1 is given twice", "--sweep=seed=1,1"),
                bad(2, "--sweep seed=1,: an empty value; expected KEY=VALUE,VALUE", "--sweep=seed=1,"),
                bad(
                        2,
                        "--sweep seed: given twice; give all its values in one list",
                        "--sweep=seed=1",
                        "--sweep=seed=2"),
                bad(
                        2,
                        "--sweep seed: --seed is also given by itself; leave one of them out",
                        "--sweep=seed=1",
                        "--seed=2"),
                bad(2, "--batch 5: expected an even number", "--sweep=seed=1,2", "--sweep=batch=4,5"),
                bad(2, "--iterations x: expected a whole number", "--sweep=iterations=1,x"),
                bad(2, "--write-generator: a sweep has several results", "--sweep=seed=1,2", "--write-generator=x.pt"),
                bad(66, "--generator nope: no such file", "--sweep=generator=demo,nope"),
                bad(66, "--preset nope: no such file", "--sweep=preset=long,nope"));
    }

    private static Arguments bad(int code, String message, String... options) {
        return Arguments.of(code, message, List.of(options));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void sweep_wrong_isRefusedBeforeTheFirstRun(int code, String message, List<String> options) {
        Path out = folder.resolve("sweep");
        List<String> all = new ArrayList<>(options);
        all.add("--class=shirt");
        ToolRun run = improve(out, all.toArray(String[]::new));
        assertThat(run.err()).startsWith("biggan-tune: " + message).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(out).doesNotExist();
    }

    @Test
    void sweep_combinationOfOtherSettings_isRefusedBeforeTheFirstRun() {
        Path out = folder.resolve("sweep");
        assertThat(improve(out, "--class=shirt", "--sweep=seed=2").exitCode()).isZero();
        ToolRun other = improve(out, "--class=shirt", "--sweep=seed=1,2", "--proximity=0.1");
        assertThat(other.exitCode()).isEqualTo(78);
        assertThat(other.err()).contains("seed=2: made with other settings (").hasLineCount(1);
        assertThat(out.resolve("seed=1")).doesNotExist();
    }

    @Test
    void sweep_intoTheFolderOfARun_isRefused() {
        Path out = folder.resolve("run");
        assertThat(improve(out, "--class=shirt").exitCode()).isZero();
        ToolRun run = improve(out, "--class=shirt", "--sweep=seed=1,2");
        assertThat(run.err())
                .isEqualTo("biggan-tune: --out " + out
                        + ": is the folder of a run; a sweep needs its own, choose another one\n");
        assertThat(run.exitCode()).isEqualTo(78);
    }

    @Test
    void sweep_wrongAndWithoutAFolder_leavesNone() throws IOException {
        List<Path> earlier = runs();
        ToolRun run = ToolRun.of("improve", "--class=shirt", "--sweep=seed=1,2", "--sweep=seed=3");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(runs()).isEqualTo(earlier);
    }

    /** What is in the folder where runs go that are given none. */
    private static List<Path> runs() throws IOException {
        Path folder = Files.createDirectories(Path.of("runs"));
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static ToolRun improve(Path out, String... options) {
        return tool("improve", out, options);
    }

    private static ToolRun tool(String command, Path out, String... options) {
        List<String> all = new ArrayList<>(List.of(command, "--out=" + out, "--threads=1", "--grid=4"));
        all.addAll(List.of("--validation-samples=8", "--test-samples=8", "--collapsed-below=0"));
        if (Arrays.stream(options).noneMatch(option -> option.contains("iterations"))) {
            all.add("--iterations=2");
        }
        if (Arrays.stream(options).noneMatch(option -> option.contains("batch"))) {
            all.add("--batch=4");
        }
        all.addAll(List.of(options));
        return ToolRun.of(all.toArray());
    }

    private static List<Map<String, String>> csv(Path out) throws IOException {
        return new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .<Map<String, String>>readValues(out.resolve("sweep.csv").toFile())
                .readAll();
    }
}
