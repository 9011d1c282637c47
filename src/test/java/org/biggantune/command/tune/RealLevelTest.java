package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.domain.ClassLabel;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;
import org.biggantune.support.EvaluationFile;
import org.biggantune.support.RealPictures;
import org.biggantune.support.ShortRun;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code improve --real-level}. */
final class RealLevelTest {
    private static final ClassLabel SHIRT = new ClassLabel(5, "shirt");
    private static final ClassLabel BAG = new ClassLabel(7, "bag");

    @TempDir
    Path folder;

    private Path real;

    /** Shirts have not reached the level, bags are above it. */
    @BeforeEach
    void evaluate() throws IOException {
        real = new EvaluationFile("demo-judge").with(SHIRT, 0.95).with(BAG, 0.5).write(folder.resolve("real.json"));
    }

    private JsonNode result(String run, String name) {
        return JsonFile.read(
                folder.resolve(run).resolve("classes").resolve(name).resolve("result.json"));
    }

    @Test
    void improve_aClassAboveTheLevel_isKeptWithoutAStep() {
        Path out = folder.resolve("run");
        ToolRun run = ShortRun.improved(out, "shirt,bag", "--real-level", real);
        JsonNode bag = result("run", "0007-bag");
        assertThat(bag.path("verdict").asText()).isEqualTo("kept");
        assertThat(bag.path("reason").asText())
                .startsWith("already at the level of real images (judge probability 0.9")
                .endsWith(", real images 0.500); no step was taken");
        assertThat(bag.path("steps").asInt()).isZero();
        assertThat(bag.path("realLevel").toString()).isEqualTo("{\"measure\":\"judge.probability\",\"value\":0.5}");
        assertThat(bag.path("after")).isEqualTo(bag.path("before"));
        JsonNode shirt = result("run", "0005-shirt");
        assertThat(shirt.path("steps").asInt()).isEqualTo(ShortRun.STEPS);
        assertThat(shirt.path("reason").asText()).endsWith("; level of real images: judge probability 0.950");
        assertThat(run.out()).contains("7 bag: kept: already at the level of real images");
        assertThat(out.resolve("report.html"))
                .content()
                .contains(
                        "judge probability (real images: 0.500)",
                        "judge probability (real images: 0.950)",
                        "There was no candidate.",
                        "--real-level real.json")
                .doesNotContain("classifier probability (real");
        JsonNode setting = JsonFile.read(out.resolve("run.json")).at("/settings/real-level");
        assertThat(setting.path("file").asText()).isEqualTo("real.json");
        assertThat(setting.path("sha256").asText()).isEqualTo(Sha256.of(real));
    }

    @Test
    void improve_resumedAndInShards_leavesTheSameBytes() throws IOException {
        Path alone = folder.resolve("alone");
        ShortRun.improved(alone, "bag,shirt", "-q", "--real-level", real);
        Path shared = folder.resolve("shared");
        ShortRun.improved(shared, "bag,shirt", "-q", "--real-level", real, "--shard", "0/2");
        ShortRun.breakOff(shared, "bag,shirt", "0005-shirt", "-q", "--real-level", real, "--shard", "1/2");
        ShortRun.improved(shared, "bag,shirt", "-q", "--real-level", real, "--shard", "1/2");
        assertThat(ToolRun.of("merge", shared).exitCode()).isZero();
        ShortRun.assertSameBytes(shared, alone);
    }

    @Test
    void improve_resumedWithAnotherLevel_isRefused() throws IOException {
        Path out = folder.resolve("run");
        ShortRun.improved(out, "bag", "--real-level", real);
        ToolRun without = ShortRun.improve(out, "bag");
        assertThat(without.exitCode()).isEqualTo(78);
        assertThat(without.err()).contains("made with other settings", "real-level real.json → none");
        new EvaluationFile("demo-judge").with(BAG, 0.6).write(real);
        ToolRun other = ShortRun.improve(out, "bag", "--real-level", real);
        assertThat(other.exitCode()).isEqualTo(78);
        assertThat(other.err()).contains("made with other settings", "sha256");
    }

    @Test
    void improve_aLevelThatDoesNotFit_isRefusedBeforeAnythingIsWritten() throws IOException {
        Path out = folder.resolve("run");
        assertRefused(66, "no such file", "shirt", "--real-level", folder.resolve("none.json"));
        Path cut = Files.writeString(
                folder.resolve("cut.json"), Files.readString(real).substring(0, 80));
        assertRefused(65, "not JSON", "shirt", "--real-level", cut);
        assertRefused(78, "no real images of class 3 \"coat\"", "shirt,coat", "--real-level", real);
        assertRefused(78, "neither the judge (none)", "shirt", "--real-level", real, "--judge", "none");
        assertRefused(78, "--preprocessing standard", "shirt", "--real-level", real, "--preprocessing", "reference");
        assertThat(out).doesNotExist();
    }

    private void assertRefused(int code, String why, String classes, Object... options) {
        ToolRun run = ShortRun.improve(folder.resolve("run"), classes, options);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains("--real-level", why).hasLineCount(1);
    }

    @Test
    void improve_withoutAJudge_comparesWithALevelOfItsClassifier() throws IOException {
        Path own = new EvaluationFile("demo-classifier").with(BAG, 0.5).write(folder.resolve("own.json"));
        ShortRun.improved(folder.resolve("run"), "bag", "--judge", "none", "--real-level", own);
        assertThat(result("run", "0007-bag").path("reason").asText())
                .contains("already at the level of real images (classifier probability");
    }

    @Test
    void improve_aCollapsedClass_ignoresTheLevel() throws IOException {
        ClassLabel sneaker = new ClassLabel(6, "sneaker");
        Path low = new EvaluationFile("demo-judge").with(sneaker, 0.1).write(folder.resolve("low.json"));
        ToolRun run = ToolRun.of(
                "improve",
                "--generator",
                "demo-collapsed",
                "--class=sneaker",
                "--real-level",
                low,
                "--collapsed-iterations=2",
                "--validation-samples=8",
                "--test-samples=8",
                "--no-report",
                "--out",
                folder.resolve("run"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = result("run", "0006-sneaker");
        assertThat(result.path("collapsed").asBoolean()).isTrue();
        assertThat(result.has("realLevel")).isFalse();
        assertThat(result.path("steps").asInt()).isEqualTo(2);
    }

    @Test
    void sweep_withAndWithoutALevel_comparesThem() throws IOException {
        Path out = folder.resolve("sweep");
        ToolRun run = ShortRun.improved(out, "bag", "--no-report", "--json", "--sweep", "real-level=none," + real);
        JsonNode runs = new ObjectMapper().readTree(run.out());
        assertThat(runs).hasSize(2);
        assertThat(runs.at("/0/results/0/steps").asInt()).isEqualTo(ShortRun.STEPS);
        assertThat(runs.at("/1/results/0/steps").asInt()).isZero();
    }

    /** Bars are no bags: the judge gives them little, so that the generator's bags are above their level. */
    @Test
    void evaluate_andThenImprove_fitTogether() throws IOException {
        RealPictures.write(folder.resolve("pictures"), "bag", 44, 28);
        Path out = folder.resolve("evaluation.json");
        ToolRun evaluation = ToolRun.of(
                "evaluate",
                "--class=bag",
                "--real",
                folder.resolve("pictures"),
                "--samples=40",
                "--threads=1",
                "--cache=none",
                "--out",
                out);
        assertThat(evaluation.exitCode()).as(evaluation.err()).isZero();
        double level = JsonFile.read(out).at("/results/0/real/probability").asDouble();
        ShortRun.improved(folder.resolve("run"), "bag", "--real-level", out);
        assertThat(result("run", "0007-bag").at("/realLevel/value").asDouble()).isEqualTo(level);
    }
}
