package org.biggantune.command.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.SafetensorsFile;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.io.Sha256;
import org.biggantune.support.Fixtures;
import org.biggantune.support.TestCheckpoints;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code export} and {@code check}, without libtorch, on a run's folder made by hand. */
final class ExportTest {
    private static final float[] BEFORE = {1, 2, 3, 4, 5, 6};
    private static final float[] AFTER = {1, 2, 3.1f, -4, 5, 6};

    @TempDir
    Path folder;

    private Path run;

    @BeforeEach
    void makeRun() throws IOException {
        run = folder.resolve("run");
        Path tuned = Files.createDirectories(run.resolve("classes/0001-coat"));
        Files.writeString(tuned.resolve("result.json"), "{\"class\": {\"index\": 1, \"name\": \"coat\"}}");
        Files.writeString(run.resolve("run.json"), """
                {"command": "improve", "settings": {"seed": 7}, "classes": [{"index": 1, "name": "coat"}],
                 "models": {"generator": {"file": "g.pt", "sha256": "00ff"}}}
                """);
        NpyFile.write(run.resolve("embeddings.npy"), matrix(AFTER));
    }

    private static NpyArray matrix(float... values) {
        return NpyArray.ofFloats(new long[] {3, values.length / 3}, values);
    }

    private Path checkpoint(String name, String tensor, long[] shape, float... values) throws IOException {
        Map<String, TestCheckpoints.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("first.bias", new TestCheckpoints.Tensor(new long[] {2}, new float[] {7, 8}));
        tensors.put(tensor, new TestCheckpoints.Tensor(shape, values));
        return TestCheckpoints.write(folder.resolve(name), tensors);
    }

    @Test
    void export_rowsTrainedWithANoiseLayer_areRefused() throws IOException {
        Files.writeString(
                run.resolve("classes/0001-coat/result.json"),
                "{\"class\": {\"index\": 1, \"name\": \"coat\"}, \"noiseLayer\": true}");
        Path into = checkpoint("g.pth", "shared.weight", new long[] {3, 2}, BEFORE);
        Path out = folder.resolve("out.pth");
        String reason = "was trained together with a noise layer";
        assertRefused(78, "the embedding of coat " + reason, "export", "--run", run, "--into", into, "-o", out);
        Path row = run.resolve("classes/0001-coat/embedding.npy");
        NpyFile.write(row, matrix(AFTER));
        Files.createFile(row.resolveSibling("noise-layer.npy"));
        assertRefused(78, reason, "export", "--embedding", row, "--into", into, "-o", out);
        assertThat(out).doesNotExist();
    }

    private static void assertRefused(int code, String message, Object... arguments) {
        ToolRun run = ToolRun.of(arguments);
        assertThat(run.err()).startsWith("biggan-tune: ").contains(message).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(code);
    }

    @Test
    void export_json_hasNumbersAndListsAsSuch() throws IOException {
        Path into = checkpoint("g.pth", "shared.weight", new long[] {3, 2}, BEFORE);
        Path out = folder.resolve("tuned.pth");
        Path config = Files.writeString(folder.resolve("mine.yaml"), "export:\n  json: true\n");
        ToolRun tool = ToolRun.of("export", "--run", run, "--into", into, "-o", out, "--config", config);
        assertThat(tool.exitCode()).as(tool.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(tool.out());
        assertThat(json.get("written").asText()).isEqualTo(out.toString());
        assertThat(json.get("sha256").asText()).isEqualTo(Sha256.of(out));
        assertThat(json.get("changedRows")).isEqualTo(new ObjectMapper().readTree("[1]"));
        assertThat(json.get("seconds").isDouble()).isTrue();
    }

    @Test
    void export_safetensors_holdsMatrixNamesAndProvenance() {
        Path out = folder.resolve("m.safetensors");
        ToolRun tool = ToolRun.of("export", "--run", run, "--to", "safetensors", "-o", out, "--class-names", "a,b,c");
        assertThat(tool.exitCode()).as(tool.err()).isZero();
        try (Checkpoint checkpoint = Checkpoint.open(out)) {
            assertThat(checkpoint.stateDict().get("shared.weight", 3, 2).floats())
                    .containsExactly(AFTER);
            assertThat(checkpoint.metadata())
                    .containsEntry("class_names", "[\"a\",\"b\",\"c\"]")
                    .containsEntry("tuned_classes", "[1]")
                    .containsEntry("command", "improve")
                    .containsEntry("seed", "7")
                    .containsEntry("generator_sha256", "00ff");
        }
        Path again = folder.resolve("again.npy");
        assertThat(ToolRun.of("export", "--embedding", out, "--to", "npy", "-o", again)
                        .exitCode())
                .isZero();
        assertThat(again).hasSameBinaryContentAs(run.resolve("embeddings.npy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pt", "pth", "bin"})
    void export_ofTheMatrixAlone_isACheckpoint(String format) {
        Path out = folder.resolve("m." + format);
        ToolRun tool = ToolRun.of("export", "--run", run, "--to", format, "-o", out);
        assertThat(tool.exitCode()).as(tool.err()).isZero();
        assertThat(tool.out()).contains("PyTorch checkpoint (zip), float32 'shared.weight'");
        // torch.load of PyTorch 2.13 gave AFTER for these bytes, with weights_only and without.
        assertThat(out).hasSameBinaryContentAs(Path.of("src/test/resources/archive/matrix_alone.pth"));
        try (Checkpoint checkpoint = Checkpoint.open(out)) {
            assertThat(checkpoint.stateDict().get("shared.weight", 3, 2).floats())
                    .containsExactly(AFTER);
        }
        assertThat(ToolRun.of("check", out).exitCode()).isZero();
    }

    @Test
    void export_intoACheckpoint_changesTheTunedRowAlone() throws IOException {
        Path into = checkpoint("G.pth", "module.shared.weight", new long[] {3, 2}, BEFORE);
        Path out = folder.resolve("out.pth");
        ToolRun tool = ToolRun.of("export", "--run", run, "--into", into, "-o", out);
        assertThat(tool.exitCode()).as(tool.err()).isZero();
        assertThat(tool.out()).contains("1 of 3: 1 (coat)").contains("PyTorch checkpoint (zip)");
        byte[] before = Files.readAllBytes(into);
        byte[] after = Files.readAllBytes(out);
        int changed = 0;
        for (int i = 0; i < before.length; i++) {
            changed += before[i] == after[i] ? 0 : 1;
        }
        // Two float32 numbers, and a CRC-32 in header and table of contents.
        assertThat(changed).isBetween(2, 2 * 4 + 2 * 4);
        assertThat(after).hasSameSizeAs(before);
        assertThat(TestCheckpoints.read(out).get("module.shared.weight").values())
                .containsExactly(AFTER);
        assertThat(ToolRun.of("check", out).exitCode()).isZero();
    }

    @Test
    void export_intoHuggingFacesLayout_writesColumns() throws IOException {
        Path into = checkpoint("pytorch_model.bin", "embeddings.weight", new long[] {2, 3}, 1, 3, 5, 2, 4, 6);
        Path out = folder.resolve("out.bin");
        ToolRun tool = ToolRun.of("export", "--run", run, "--into", into, "-o", out, "--to", "bin");
        assertThat(tool.exitCode()).as(tool.err()).isZero();
        assertThat(tool.out()).contains("one column per class");
        assertThat(TestCheckpoints.read(out).get("embeddings.weight").values()).containsExactly(1, 3.1f, 5, 2, -4, 6);
    }

    @Test
    void export_intoSafetensorsAndTorchScript_keepsTheFormat() throws IOException {
        Path into = folder.resolve("in.safetensors");
        SafetensorsFile.write(into, Map.of("shared.weight", matrix(BEFORE)), Map.of("k", "v"));
        Path out = folder.resolve("out.safetensors");
        assertThat(ToolRun.of("export", "--run", run, "--into", into, "-o", out).exitCode())
                .isZero();
        try (Checkpoint checkpoint = Checkpoint.open(out)) {
            assertThat(checkpoint.stateDict().get("shared.weight", 3, 2).floats())
                    .containsExactly(AFTER);
            assertThat(checkpoint.metadata()).containsEntry("k", "v");
        }
        Path program = Path.of("src/test/resources/archive/tiny_torchscript.pt");
        Path rows = folder.resolve("rows.npy");
        NpyFile.write(rows, matrix(9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1, -2));
        Path copy = folder.resolve("copy.pt");
        ToolRun tool = ToolRun.of("export", "--embedding", rows, "--into", program, "-o", copy);
        assertThat(tool.exitCode()).as(tool.err()).isZero();
        assertThat(ToolRun.of("check", copy).exitCode()).isZero();
    }

    @Test
    void export_intoADemoCheckpoint_keepsEveryOtherTensor() throws IOException {
        Path into = Fixtures.require("demo/G_ema.pth");
        Map<String, TestCheckpoints.Tensor> before = TestCheckpoints.read(into);
        float[] values = before.get("shared.weight").values();
        values[300] += 0.25f;
        Path rows = folder.resolve("rows.npy");
        NpyFile.write(rows, NpyArray.ofFloats(new long[] {8, 128}, values));
        Path out = folder.resolve("G_tuned.pth");
        assertThat(ToolRun.of("export", "--embedding", rows, "--into", into, "-o", out)
                        .exitCode())
                .isZero();
        Map<String, TestCheckpoints.Tensor> after = TestCheckpoints.read(out);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, tensor) -> assertThat(after.get(name).values()).isEqualTo(tensor.values()));
        assertThat(ToolRun.of("verify", into, out).out()).contains("2");
    }

    @Test
    void export_whatDoesNotFit_isRefusedInOneLine() throws IOException {
        Path into = checkpoint("G.pth", "shared.weight", new long[] {3, 2}, BEFORE);
        Path out = folder.resolve("out.pth");
        assertRefused(2, "give either --run DIR or --embedding FILE", "export", "--to", "npy");
        assertRefused(2, "--to: give --to npy, safetensors, pt, pth or bin for the matrix", "export", "--run", run);
        assertRefused(2, "--to npy: a .npy file has", "export", "--run", run, "--to", "npy", "--into", into);
        assertRefused(
                2,
                "is PyTorch checkpoint (zip) and keeps its format",
                "export",
                "--run",
                run,
                "--to",
                "safetensors",
                "--into",
                into);
        assertRefused(2, "this is the checkpoint itself", "export", "--run", run, "--into", into, "-o", into);
        assertRefused(66, "is not the folder of a run", "export", "--run", folder, "--to", "npy");
        Path other = checkpoint("H.pth", "shared.weight", new long[] {3, 2}, 1, 2, 3, 4, 5, 9);
        assertRefused(
                78,
                "its row 2 and 0 others differ from the generator's",
                "export",
                "--run",
                run,
                "--into",
                other,
                "-o",
                out);
        Path wide = checkpoint("W.pth", "shared.weight", new long[] {2, 2}, 1, 2, 3, 4);
        assertRefused(
                65,
                "tensor 'shared.weight' is float32 [2, 2], expected 3 classes × 2 numbers",
                "export",
                "--run",
                run,
                "--into",
                wide,
                "-o",
                out);
        Path unnamed = checkpoint("U.pth", "rows", new long[] {3, 2}, BEFORE);
        assertRefused(
                65,
                "of shape [3, 2]: rows; give one with --parameter",
                "export",
                "--run",
                run,
                "--into",
                unnamed,
                "-o",
                out);
        assertThat(out).doesNotExist();
        ToolRun named = ToolRun.of("export", "--run", run, "--into", unnamed, "--parameter", "rows", "-o", out);
        assertThat(named.exitCode()).as(named.err()).isZero();
    }

    @Test
    void export_whereSeveralTensorsMayBeMeant_listsThem() throws IOException {
        Map<String, TestCheckpoints.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a.shared.weight", new TestCheckpoints.Tensor(new long[] {3, 2}, BEFORE));
        tensors.put("b.shared.weight", new TestCheckpoints.Tensor(new long[] {3, 2}, BEFORE));
        Path into = TestCheckpoints.write(folder.resolve("two.pth"), tensors);
        assertRefused(
                65,
                "2 tensors may be the class embeddings: a.shared.weight, b.shared.weight; choose one with --parameter",
                "export",
                "--run",
                run,
                "--into",
                into,
                "-o",
                folder.resolve("o.pth"));
    }

    @Test
    void check_damagedFile_saysWhereAndExitsWith65() throws IOException {
        Path file = checkpoint("G.pth", "shared.weight", new long[] {3, 2}, BEFORE);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i + 3 < bytes.length; i++) {
            // 5 as float32.
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == (byte) 0xa0 && bytes[i + 3] == 0x40) {
                bytes[i] = 1;
            }
        }
        Files.write(file, bytes);
        ToolRun text = ToolRun.of("check", file);
        assertThat(text.exitCode()).isEqualTo(65);
        assertThat(text.out()).contains("1 of 3 parts damaged").contains("its CRC-32 is");
        ToolRun json = ToolRun.of("check", file, "--json");
        assertThat(json.exitCode()).isEqualTo(65);
        assertThat(json.out()).contains("\"sound\" : false").contains("\"name\" : \"m/data/1\"");
        assertRefused(66, "no such file", "check", folder.resolve("none"));
    }
}
