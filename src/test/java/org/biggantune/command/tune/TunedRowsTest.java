package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.support.Relative;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a run are drawn with the generator that they were tuned on, or not without a word. */
final class TunedRowsTest {
    private static final String SHORT = "improve -q --generator demo-collapsed --class sneaker,bag --judge none"
            + " --iterations 2 --batch 2 --evaluate-every 1 --validation-samples 2 --test-samples 2 --collapsed-below 0"
            + " --noise-layer --learning-rate 0.05 --diversity none --diversity-floor 0 --grid 0";

    @TempDir
    private static Path folder;

    private static Path run;
    private static Path row;

    @BeforeAll
    static void tune() {
        run = folder.resolve("run");
        row = run.resolve("classes/0007-bag/embedding.npy");
        List<Object> arguments = new ArrayList<>(List.of((Object[]) SHORT.split(" ")));
        arguments.addAll(List.of("--out", run));
        done(arguments.toArray());
    }

    private static void done(Object... arguments) {
        ToolRun tool = ToolRun.of(arguments);
        assertThat(tool.exitCode()).as(tool.err()).isZero();
    }

    private static float[] images(Object... options) {
        Path raw = folder.resolve("raw.npy");
        List<Object> arguments = new ArrayList<>(List.of("sample", "-q", "--seeds", "0-1", "--raw", raw));
        arguments.addAll(List.of(options));
        done(arguments.toArray());
        return NpyFile.read(raw).floats();
    }

    private static void assertRefused(int code, String message, Object... arguments) {
        ToolRun tool = ToolRun.of(arguments);
        assertThat(tool.err()).startsWith("biggan-tune: ").contains(message).hasLineCount(1);
        assertThat(tool.exitCode()).isEqualTo(code);
    }

    @Test
    void sample_aRun_drawsItsRowsWithItsGeneratorAndLayers() {
        float[] bag = images("--run", run, "--class", "bag");
        assertThat(bag).isEqualTo(images("--generator", "demo-collapsed", "--embedding", row));
        Path sneaker = run.resolve("classes/0006-sneaker/embedding.npy");
        float[] both = images("--run", run);
        assertThat(both).startsWith(images("--generator", "demo-collapsed", "--embedding", sneaker));
        assertThat(both).endsWith(bag);
        assertThat(images("--run", run, "--class", "all")).isEqualTo(both);
        assertThat(images("--run", run, "--class", "bag", "--noise-layer", "none"))
                .isEqualTo(images("--generator", "demo-collapsed", "--embedding", row, "--noise-layer", "none"));
    }

    @Test
    void sample_interpolatedRun_goesFromTheGeneratorsRowToTheRunsWithItsLayer() throws IOException {
        // A run whose row is far from the original, and whose layer is far from none.
        Path edited = folder.resolve("edited");
        Path bag = Files.createDirectories(edited.resolve("classes/0007-bag"));
        Files.copy(run.resolve("run.json"), edited.resolve("run.json"));
        Files.copy(row.resolveSibling("result.json"), bag.resolve("result.json"));
        float[] tuned = generatorRow(3);
        float[] layer = NoiseLayer.identity(80).values();
        for (int i = 0; i < layer.length; i++) {
            layer[i] += 0.3f * (float) Math.sin(i);
        }
        write(bag.resolve("embedding.npy"), 1, tuned);
        write(bag.resolve("noise-layer.npy"), 80, layer);
        float[] way = images("--run", edited, "--interpolate", "3");
        float[] before = images("--generator", "demo-collapsed", "--class", "bag");
        float[] after = images("--run", edited);
        assertThat(way).hasSize(3 * before.length).startsWith(before).endsWith(after);
        // Halfway, made here: the mean of the embeddings, and of the layer and none.
        float[] original = generatorRow(7);
        float[] identity = NoiseLayer.identity(80).values();
        for (int i = 0; i < tuned.length; i++) {
            tuned[i] = (tuned[i] + original[i]) / 2;
        }
        for (int i = 0; i < layer.length; i++) {
            layer[i] = (layer[i] + identity[i]) / 2;
        }
        Path half = Files.createDirectories(folder.resolve("half")).resolve("half.npy");
        write(half, 1, tuned);
        write(half.resolveSibling("noise-layer.npy"), 80, layer);
        float[] middle = Arrays.copyOfRange(way, before.length, 2 * before.length);
        assertThat(Relative.maxDifference(
                        middle, images("--generator", "demo-collapsed", "--embedding", half, "--force")))
                .isLessThan(1e-4);
        assertThat(Relative.maxDifference(middle, after)).isGreaterThan(0.1);
    }

    private static float[] generatorRow(int index) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(Path.of("models", "demo-collapsed.pt"))) {
            float[] rows = archive.tensors().finiteFloats("shared.weight");
            return Arrays.copyOfRange(rows, index * 128, (index + 1) * 128);
        }
    }

    private static void write(Path file, int rows, float[] values) {
        NpyFile.write(file, NpyArray.ofFloats(new long[] {rows, values.length / rows}, values));
    }

    @Test
    void sample_classesThatTheRunLacks_areNamed() {
        assertRefused(2, "it has 6 \"sneaker\", 7 \"bag\"", "sample", "--run", run, "--class", "3");
        assertRefused(66, "no run.json in it", "sample", "--run", folder.resolve("run/classes"));
        assertRefused(2, "--run and --embedding are mutually exclusive", "sample", "--run", run, "--embedding", row);
    }

    @Test
    void rowOfAnotherGenerator_isRefusedWithBothNames() {
        String message = "was tuned on demo-collapsed.pt (SHA-256 ";
        assertRefused(78, message, "sample", "--embedding", row, "--raw", folder.resolve("no.npy"));
        assertThat(folder.resolve("no.npy")).doesNotExist();
        assertRefused(78, "but --generator is ", "sample", "--embedding", row);
        assertRefused(78, message, "evaluate", "--class", "bag", "--embedding", row, "--real", folder.resolve("none"));
        assertRefused(
                78,
                message,
                "improve",
                "--class",
                "bag",
                "--initial",
                "file",
                "--initial-file",
                row,
                "--out",
                folder.resolve("other"));
        assertThat(folder.resolve("other")).doesNotExist();
        assertThat(images("--embedding", row, "--force"))
                .isNotEqualTo(images("--generator", "demo-collapsed", "--embedding", row));
    }

    @Test
    void exportedRows_knowTheirGenerator() throws Exception {
        // A matrix is exported of a run without layers.
        Path plain = folder.resolve("plain");
        Path tuned = folder.resolve("tuned.pt");
        done(
                "improve",
                "-q",
                "--generator",
                "demo-collapsed",
                "--class",
                "bag",
                "--judge",
                "none",
                "--iterations",
                1,
                "--batch",
                2,
                "--validation-samples",
                2,
                "--test-samples",
                2,
                "--collapsed-below",
                0,
                "--grid",
                0,
                "--out",
                plain,
                "--write-generator",
                tuned);
        Path exported = folder.resolve("rows.safetensors");
        done("export", "--run", plain, "--to", "safetensors", "-o", exported);
        String message = "was tuned on demo-collapsed.pt";
        assertRefused(78, message, "sample", "--embedding", exported, "--seeds", "0-7");
        assertRefused(78, message, "sample", "--embedding", plain.resolve("embeddings.npy"), "--seeds", "0-7");

        // The same network with other rows in place takes them, and so does a copy that nothing is recorded of.
        Path bag = plain.resolve("classes/0007-bag/embedding.npy");
        assertThat(images("--generator", tuned, "--embedding", bag))
                .isEqualTo(images("--generator", "demo-collapsed", "--embedding", bag));
        Path copy = Files.copy(bag, folder.resolve("copy.npy"));
        assertThat(images("--embedding", copy)).hasSize(2 * 3 * 32 * 32);
    }
}
