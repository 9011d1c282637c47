package org.biggantune.command.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.SafetensorsFile;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.model.ModelFile;
import org.biggantune.support.Fixtures;
import org.biggantune.support.TestCheckpoints;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export --embedding --class}: embeddings of single classes put into a matrix of others. */
final class ExportClassTest {
    private static final float[] BEFORE = {1, 2, 3, 4, 5, 6};

    @TempDir
    Path folder;

    private Path array(String name, long[] shape, float... values) {
        Path file = folder.resolve(name);
        NpyFile.write(file, NpyArray.ofFloats(shape, values));
        return file;
    }

    private Path checkpoint(String name, String tensor, long[] shape, float... values) throws IOException {
        Map<String, TestCheckpoints.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("first.bias", new TestCheckpoints.Tensor(new long[] {2}, new float[] {7, 8}));
        tensors.put(tensor, new TestCheckpoints.Tensor(shape, values));
        return TestCheckpoints.write(folder.resolve(name), tensors);
    }

    private static ToolRun export(Path embedding, String classes, Path into, Path out, Object... more) {
        Object[] arguments = new Object[9 + more.length];
        Object[] first = {"export", "--embedding", embedding, "--class", classes, "--into", into, "-o", out};
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(more, 0, arguments, first.length, more.length);
        return ToolRun.of(arguments);
    }

    private static void assertDone(ToolRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static void assertRefused(int code, String message, ToolRun run) {
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(code);
    }

    @Test
    void export_rowsOfTheRelease_goIntoItsMatrix() {
        Path row = Fixtures.require("data/biggan-am/imagenet/878_typewriterkeyboard.npy");
        Path matrix = Fixtures.require("data/biggan-am/biggan_embeddings_256.npy");
        Path out = folder.resolve("out.npy");
        ToolRun run = export(row, "n04505470", matrix, out);
        assertDone(run);
        assertThat(run.out()).contains("1 of 1000: 878 (typewriter keyboard)");
        float[] before = NpyFile.read(matrix).floats();
        float[] after = NpyFile.read(out).floats();
        float[] single = NpyFile.read(row).floats();
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).isEqualTo(i / 128 == 878 ? single[i % 128] : before[i]);
        }
    }

    @Test
    void export_intoAGenerator_changesTheNamedRowAlone() {
        Path demo = Path.of("models", "demo.pt");
        float[] row = new float[128];
        row[3] = 0.5f;
        Path out = folder.resolve("out.pt");
        ToolRun run = export(array("row.npy", new long[] {128}, row), "shirt", demo, out);
        assertDone(run);
        assertThat(run.out()).contains("1 of 8: 5 (shirt)");
        assertThat(ToolRun.of("verify", demo, out).exitCode()).isZero();
        EmbeddingMatrix before = ModelFile.generator(demo).embeddings();
        EmbeddingMatrix after = ModelFile.generator(out).embeddings();
        for (int i = 0; i < after.rows(); i++) {
            assertThat(after.row(i)).isEqualTo(i == 5 ? row : before.row(i));
        }
    }

    @Test
    void export_intoCheckpoints_changesRowsAndColumns() throws IOException {
        Path row = array("row.npy", new long[] {1, 2}, 9, -9);
        Path rows = folder.resolve("rows.pth");
        assertDone(export(row, "1", checkpoint("G.pth", "module.shared.weight", new long[] {3, 2}, BEFORE), rows));
        assertThat(TestCheckpoints.read(rows).get("module.shared.weight").values())
                .containsExactly(1, 2, 9, -9, 5, 6);
        Path columns = folder.resolve("columns.bin");
        Path into = checkpoint("pytorch_model.bin", "embeddings.weight", new long[] {2, 3}, 1, 3, 5, 2, 4, 6);
        assertDone(export(row, "1", into, columns));
        assertThat(TestCheckpoints.read(columns).get("embeddings.weight").values())
                .containsExactly(1, 9, 5, 2, -9, 6);
        assertThat(TestCheckpoints.read(columns).get("first.bias").values()).containsExactly(7, 8);
    }

    @Test
    void export_intoSafetensors_knowsTheNamesThatExportWrites() {
        Path matrix = array("m.npy", new long[] {3, 2}, BEFORE);
        Path named = folder.resolve("m.safetensors");
        assertDone(ToolRun.of(
                "export", "--embedding", matrix, "--to", "safetensors", "-o", named, "--class-names", "a,b,c"));
        Path out = folder.resolve("out.safetensors");
        ToolRun run = export(array("row.npy", new long[] {2}, 9, -9), "b", named, out);
        assertDone(run);
        assertThat(run.out()).contains("1 of 3: 1 (b)");
        try (Checkpoint checkpoint = Checkpoint.open(out)) {
            assertThat(checkpoint.stateDict().get("shared.weight", 3, 2).floats())
                    .containsExactly(1, 2, 9, -9, 5, 6);
        }
    }

    @Test
    void export_severalClasses_takesARowForEachInTheirOrder() {
        Path matrix = array("m.npy", new long[] {3, 2}, BEFORE);
        Path out = folder.resolve("out.npy");
        assertDone(export(array("two.npy", new long[] {2, 2}, 10, 11, 12, 13), "2,0", matrix, out));
        assertThat(NpyFile.read(out).floats()).containsExactly(12, 13, 3, 4, 10, 11);
        Path whole = array("whole.npy", new long[] {3, 2}, 10, 11, 12, 13, 14, 15);
        assertDone(export(whole, "1", matrix, out, "--force"));
        assertThat(NpyFile.read(out).floats()).containsExactly(1, 2, 12, 13, 5, 6);
    }

    @Test
    void export_intoOtherTypes_keepsTheTypeAndOtherNumbers() {
        ByteBuffer doubles = ByteBuffer.allocate(4 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        doubles.putDouble(0.1).putDouble(0.2).putDouble(0.3).putDouble(0.4);
        Path matrix = folder.resolve("d.npy");
        NpyFile.write(matrix, new NpyArray(new long[] {2, 2}, ScalarType.FLOAT64, doubles.array()));
        Path out = folder.resolve("out.npy");
        ToolRun run = export(array("row.npy", new long[] {2}, 0.5f, 0.25f), "0", matrix, out);
        assertDone(run);
        assertThat(run.out()).contains("float32 → float64, exact");
        NpyArray after = NpyFile.read(out);
        assertThat(after.type()).isEqualTo(ScalarType.FLOAT64);
        assertThat(after.bytes().asDoubleBuffer().get(1)).isEqualTo(0.25);
        assertThat(after.bytes().asDoubleBuffer().get(2)).isEqualTo(0.3);
    }

    @Test
    void export_whatDoesNotFit_isRefusedInOneLine() throws IOException {
        Path matrix = array("m.npy", new long[] {3, 2}, BEFORE);
        Path row = array("row.npy", new long[] {1, 2}, 9, -9);
        Path out = folder.resolve("out.npy");
        assertRefused(
                65,
                "has 1 embedding, expected 2, one for each class of --class in order, or 3, the whole matrix",
                export(row, "0,1", matrix, out));
        assertRefused(
                65,
                "the array is float32 [3, 2], expected [classes, 3] of floating-point numbers",
                export(array("long.npy", new long[] {3}, 1, 2, 3), "0", matrix, out));
        Path checkpoint = checkpoint("G.pth", "shared.weight", new long[] {3, 2}, BEFORE);
        assertRefused(
                65,
                "is float32 [3, 2], expected classes × 5 numbers",
                export(array("five.npy", new long[] {5}, 1, 2, 3, 4, 5), "0", checkpoint, out));
        assertRefused(2, "--class 3: the file has classes 0–2", export(row, "3", matrix, out));
        assertRefused(2, "the file has no class names; give a number from 0 to 2", export(row, "bag", matrix, out));
        assertRefused(
                2,
                "did you mean \"shirt\"? Or list them with: biggan-tune classes models/demo.pt",
                export(array("r.npy", new long[] {128}, new float[128]), "shirts", Path.of("models/demo.pt"), out));
        assertRefused(
                2,
                "--class: nothing to put the embeddings into; give --into FILE",
                ToolRun.of("export", "--embedding", row, "--class", "1", "--to", "npy", "-o", out));
        assertRefused(
                2,
                "--class: only for --embedding",
                ToolRun.of("export", "--run", folder, "--class", "1", "--into", matrix, "-o", out));
        assertThat(out).doesNotExist();
        Files.createFile(out);
        assertRefused(73, "the file already exists", export(row, "1", matrix, out));
        SafetensorsFile.write(
                folder.resolve("s.safetensors"),
                Map.of("x", NpyArray.ofFloats(new long[] {2}, new float[2])),
                Map.of());
        assertRefused(
                65,
                "none of shape [classes, 2]; is this a generator?",
                export(row, "1", folder.resolve("s.safetensors"), folder.resolve("o.safetensors")));
    }

    @Test
    void export_embeddingOfAnotherGenerator_isRefusedUnlessForced() throws IOException {
        Path row = array("embedding.npy", new long[] {128}, new float[128]);
        Files.writeString(folder.resolve("embedding.json"), """
                {"generator": {"file": "other.pt", "sha256": "00ff", "checkpoint": "11"}}
                """);
        Path demo = Path.of("models", "demo.pt");
        Path out = folder.resolve("out.pt");
        assertRefused(
                78,
                "was tuned on other.pt (SHA-256 00ff), but --into is models/demo.pt",
                export(row, "shirt", demo, out));
        assertDone(export(row, "shirt", demo, out, "--force"));
    }
}
