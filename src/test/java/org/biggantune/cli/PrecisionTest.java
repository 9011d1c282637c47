package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.Precision;
import org.biggantune.model.ModelFile;
import org.biggantune.support.Fixtures;
import org.biggantune.support.Relative;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --precision} of importing and of running, on the shipped models. */
final class PrecisionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEMO = Path.of("models", "demo.pt");
    private static final String SHORT = "--class shirt --judge none --iterations 12 --batch 4 --proximity 0"
            + " --evaluate-every 4 --validation-samples 8 --test-samples 16 --diversity-floor 0 --collapsed-below 0 --grid 1";

    @TempDir
    Path folder;

    /** The relative distance is a few times bfloat16's rounding, 2^-9; see BrainFloatFixtureTest for sharper bounds. */
    @Test
    void sample_inBfloat16_isTheSameHoweverItIsAskedFor() {
        Path imported = importDemo("bf16");
        assertThat(ModelFile.generator(imported).metadata().precision()).isEqualTo(Precision.BF16);
        float[] single = sample(DEMO, "auto");
        float[] half = sample(imported, "auto");
        assertThat(sample(DEMO, "bf16")).containsExactly(half);
        assertThat(Relative.distance(half, single)).isBetween(5e-4, 2e-2);
        assertThat(sample(DEMO, "fp32")).containsExactly(single);
        // The weights stay rounded, the arithmetic between them is not.
        assertThat(Relative.distance(sample(imported, "fp32"), single)).isBetween(5e-4, 1e-2);
    }

    @Test
    void import_ofADefault_isFloat32() {
        assertThat(ModelFile.generator(importDemo("auto")).metadata().precision())
                .isEqualTo(Precision.FP32);
    }

    @Test
    void improve_inBfloat16_isRecordedAndReproducible() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path written = folder.resolve("tuned.pt");
        done(improve(first, SHORT, "--precision", "bf16", "--write-generator", written));
        done(improve(second, SHORT, "--precision", "bf16", "--generator", importDemo("bf16")));
        JsonNode record = JSON.readTree(first.resolve("run.json").toFile());
        assertThat(record.at("/settings/precision").asText()).isEqualTo("bf16");
        for (String file : List.of("events.jsonl", "embeddings.npy", "classes/0005-shirt/after.png")) {
            assertThat(Files.readAllBytes(first.resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(second.resolve(file)));
        }
        // The generator's file is float32 whatever it ran in, and stays so.
        assertThat(ModelFile.generator(written).metadata().precision()).isEqualTo(Precision.FP32);
        assertShirtAloneDiffers(DEMO, written);
        Path checkpoint = Fixtures.require("demo/G_ema.pth");
        Path exported = folder.resolve("tuned.pth");
        done(ToolRun.of("export", "--run", second, "--into", checkpoint, "-o", exported));
        assertShirtAloneDiffers(checkpoint, exported);

        ToolRun other = improve(first, SHORT, "--precision", "fp32");
        assertThat(other.exitCode()).isEqualTo(78);
        assertThat(other.err()).contains("made with other settings (precision bf16 → fp32)");
        done(improve(first, SHORT, "--precision", "bf16"));
    }

    private static void assertShirtAloneDiffers(Path original, Path tuned) {
        ToolRun verified = done(ToolRun.of("verify", original, tuned, "--json"));
        assertThat(verified.out().replaceAll("\\s", "")).contains("[5]");
    }

    @Test
    void improve_ofMixedModels_recordsEachOne() throws IOException {
        Path out = folder.resolve("run");
        String least = "--class shirt --judge none --iterations 1 --batch 2 --evaluate-every 1 --validation-samples 2"
                + " --test-samples 2 --collapsed-below 0 --grid 1";
        done(improve(out, least, "--generator", importDemo("bf16")));
        assertThat(JSON.readTree(out.resolve("run.json").toFile())
                        .at("/settings/precision")
                        .asText())
                .isEqualTo("generator bf16, classifier fp32");
    }

    @Test
    void precision_thatAModelHasNot_isRefusedBeforeAnythingRuns() {
        Path reference = folder.resolve("reference.pt");
        Path checkpoint = Fixtures.require("demo/G_ema.pth");
        done(ToolRun.of("import", "generator", checkpoint, "-o", reference, "--graph", "reference"));
        assertRefused(
                65,
                "reference.pt: --precision bf16, but this is the reference graph, which computes like the original in fp32",
                ToolRun.of("sample", "--generator", reference, "--class", 1, "--precision", "bf16"));
        Path none = folder.resolve("none.pt");
        assertRefused(
                65,
                "is the reference graph",
                ToolRun.of(
                        "import", "generator", checkpoint, "-o", none, "--graph", "reference", "--precision", "bf16"));
        Path program = Path.of("src", "test", "resources", "importer", "embedding.pt");
        assertRefused(
                65,
                "--precision bf16: " + program + " is a TorchScript program, which computes in its own precision",
                ToolRun.of("import", "generator", program, "-o", none, "--latent-size", 12, "--precision", "bf16"));
        assertThat(none).doesNotExist();
        assertRefused(
                2,
                "--precision fp16: expected auto, fp32 or bf16",
                ToolRun.of("sample", "--class", 1, "--precision", "fp16"));
        assertRefused(
                2,
                "--precision half: expected auto, fp32 or bf16",
                ToolRun.with(Map.of("BIGGAN_TUNE_PRECISION", "half"), "classify", "x.png"));
    }

    private static void assertRefused(int code, String message, ToolRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(message).hasLineCount(1);
    }

    private Path importDemo(String precision) {
        Path file = folder.resolve("imported-" + precision + ".pt");
        String names = "t-shirt,trouser,pullover,coat,sandal,shirt,sneaker,bag";
        done(ToolRun.of(
                "import",
                "generator",
                Fixtures.require("demo/G_ema.pth"),
                "-o",
                file,
                "--class-names",
                names,
                "--precision",
                precision));
        return file;
    }

    private float[] sample(Path generator, String precision) {
        Path raw = folder.resolve("raw.npy");
        done(ToolRun.of(
                "sample",
                "--generator",
                generator,
                "--class",
                "all",
                "--seeds",
                "0,1",
                "--raw",
                raw,
                "--precision",
                precision));
        return NpyFile.read(raw).floats();
    }

    private static ToolRun improve(Path out, String settings, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("improve", "--out", out));
        arguments.addAll(List.of(settings.split(" ")));
        arguments.addAll(Arrays.asList(options));
        return ToolRun.of(arguments.toArray());
    }

    private static ToolRun done(ToolRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }
}
