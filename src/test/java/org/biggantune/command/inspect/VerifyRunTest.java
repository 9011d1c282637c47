package org.biggantune.command.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.SafetensorsFile;
import org.biggantune.archive.StoredTensor;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.report.Page;
import org.biggantune.support.Fixtures;
import org.biggantune.support.ToolRun;
import org.biggantune.support.ZipContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerifyRunTest {
    private static final Path DEMO = Path.of("models", "demo.pt");

    @TempDir
    Path folder;

    @Test
    void files_identical_areSo() {
        Verification found = new VerifyRun(DEMO, DEMO).execute();
        assertThat(found.identical()).isTrue();
        assertThat(found.onlyEmbeddings()).isTrue();
        assertThat(found.text(Page.ENDLESS)).endsWith("The files are identical.\n");
        assertThat(ToolRun.of("verify", DEMO, DEMO).exitCode()).isZero();
    }

    @Test
    void archive_withOtherRows_differsInThemAlone() {
        Path tuned = withRows("shared.weight", 2, 7);
        Verification found = new VerifyRun(DEMO, tuned).execute();
        assertThat(found.identical()).isFalse();
        assertThat(found.onlyEmbeddings()).isTrue();
        assertThat(found.embedding().orElseThrow().rows()).containsExactly(2, 7);
        assertThat(found.text(Page.ENDLESS)).contains("different rows of shared.weight: 2 (pullover), 7 (bag)\n");
        assertThat(ToolRun.of("verify", DEMO, tuned).exitCode()).isZero();
    }

    @Test
    void archive_withAnotherWeight_differsInMore() {
        Path other = withRows("linear_bias", 0);
        ToolRun run = ToolRun.of("verify", DEMO, other);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("different content: demo/data/")
                .endsWith("The files differ in more than class embeddings.\n");
    }

    @Test
    void checkpoint_withOtherRows_differsInThemAlone() {
        Path original = Fixtures.require("demo/G_ema.pth");
        Path tuned = folder.resolve("tuned.pth");
        try (Checkpoint checkpoint = Checkpoint.open(original)) {
            float[] values = checkpoint.stateDict().finiteFloats("shared.weight");
            values[5 * 128 + 3] += 1;
            checkpoint.replaceTensor(tuned, "shared.weight", values);
        }
        Verification found = new VerifyRun(original, tuned).execute();
        assertThat(found.onlyEmbeddings()).isTrue();
        assertThat(found.embedding().orElseThrow().rows()).containsExactly(5);
    }

    /** The published checkpoints are of the older format, and Hugging Face's have a class a column. */
    @ParameterizedTest
    @CsvSource({
        "fixtures/generators/biggan-64/G_ema.pth, shared.weight",
        "fixtures/generators/biggan-deep-128-hf/pytorch_model.bin, embeddings.weight",
    })
    void checkpoint_ofAnyFormat_differsInThePatchedClassAlone(String fixture, String parameter) {
        Path original = Fixtures.require(fixture);
        Path tuned = folder.resolve("tuned");
        boolean columns = parameter.equals("embeddings.weight");
        int classes;
        try (Checkpoint checkpoint = Checkpoint.open(original)) {
            StoredTensor tensor = checkpoint.stateDict().find(parameter).orElseThrow();
            classes = (int) tensor.shape()[columns ? 1 : 0];
            int size = (int) tensor.shape()[columns ? 0 : 1];
            float[] values = checkpoint.stateDict().finiteFloats(parameter);
            values[columns ? 2 * classes + 5 : 5 * size + 2] += 1;
            values[columns ? 7 * classes + 3 : 3 * size + 7] += 1;
            checkpoint.replaceTensor(tuned, parameter, values);
        }
        Verification found = new VerifyRun(original, tuned).execute();
        assertThat(found.onlyEmbeddings()).isTrue();
        assertThat(found.embedding().orElseThrow().rows()).containsExactly(3, 5);
    }

    @Test
    void safetensors_changed_isComparedTensorByTensor() throws IOException {
        Path original = safetensors("a.safetensors", 0, 0);
        Path tuned = safetensors("b.safetensors", 1, 0);
        Verification found = new VerifyRun(original, tuned).execute();
        assertThat(found.onlyEmbeddings()).isTrue();
        assertThat(found.embedding().orElseThrow().rows()).containsExactly(2);

        Verification other = new VerifyRun(original, safetensors("c.safetensors", 1, 1)).execute();
        assertThat(other.onlyEmbeddings()).isFalse();
        assertThat(other.differing()).containsExactlyInAnyOrder("linear.bias", "shared.weight");

        // Another name in the header, of the same length: the elements are the same, the file is not.
        String text = Files.readString(original, StandardCharsets.ISO_8859_1);
        Path renamed = Files.writeString(
                folder.resolve("d.safetensors"),
                text.replace("linear.bias", "linear.bios"),
                StandardCharsets.ISO_8859_1);
        Verification header = new VerifyRun(original, renamed).execute();
        assertThat(header.onlyInA()).containsExactly("linear.bias");
        assertThat(header.onlyEmbeddings()).isFalse();
    }

    private Path safetensors(String name, float row, float bias) {
        Path file = folder.resolve(name);
        float[] values = {1, 2, 3, 4, 5 + row, 6};
        Map<String, NpyArray> arrays = Map.of(
                "linear.bias", NpyArray.ofFloats(new long[] {2}, new float[] {bias, 8}),
                "shared.weight", NpyArray.ofFloats(new long[] {3, 2}, values));
        SafetensorsFile.write(file, arrays, Map.of());
        return file;
    }

    @Test
    void archive_withABitFlippedBetweenContents_isFound() throws IOException {
        byte[] bytes = Files.readAllBytes(DEMO);
        ZipRecord second = entries().get(1);
        // The padding before a content is its header's last byte; a time stamp stands in the table of contents.
        int[] places = {(int) second.dataOffset() - 1, (int) second.directoryOffset() + 12};
        for (int place : places) {
            byte[] changed = bytes.clone();
            changed[place] ^= 4;
            Verification found = new VerifyRun(DEMO, Files.write(folder.resolve("bit.pt"), changed)).execute();
            assertThat(found.otherBytes()).isEqualTo(1);
            assertThat(found.onlyEmbeddings()).isFalse();
            assertThat(found.text(Page.ENDLESS)).contains("different bytes in headers, padding or directory: 1\n");
        }
    }

    @Test
    void archive_withAnotherCommentAtItsEnd_isFound() throws IOException {
        byte[] bytes = Files.readAllBytes(DEMO);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
        longer[bytes.length - 2] = 3;
        Verification found = new VerifyRun(DEMO, Files.write(folder.resolve("long.pt"), longer)).execute();
        assertThat(found.differing()).isEmpty();
        assertThat(found.otherBytes()).isEqualTo(4);
        assertThat(found.onlyEmbeddings()).isFalse();
    }

    @Test
    void archive_writtenAgainInAnotherOrder_isFound() throws IOException {
        ZipContent content = ZipContent.read(DEMO);
        Path again = content.write(folder.resolve("again.pt"));
        String last = new ArrayList<>(content.entries().keySet())
                .get(content.entries().size() - 1);
        byte[] bytes = content.entries().remove(last);
        ZipContent turned = new ZipContent().with(last, bytes);
        turned.entries().putAll(content.entries());
        Path other = turned.write(folder.resolve("turned.pt"));
        Verification found = new VerifyRun(again, other).execute();
        assertThat(found.differing()).isEmpty();
        assertThat(found.moved()).isPresent();
        assertThat(found.onlyEmbeddings()).isFalse();
    }

    @Test
    void archive_withMoreOrFewerEntries_isFound() throws IOException {
        ZipContent content = ZipContent.read(DEMO);
        Path whole = content.write(folder.resolve("whole.pt"));
        Path more = content.with("demo/extra/more.txt", new byte[] {1}).write(folder.resolve("more.pt"));
        assertThat(new VerifyRun(whole, more).execute().onlyInB()).containsExactly("demo/extra/more.txt");
        Verification found = new VerifyRun(more, whole).execute();
        assertThat(found.onlyInA()).containsExactly("demo/extra/more.txt");
        assertThat(found.onlyEmbeddings()).isFalse();
    }

    @Test
    void files_ofDifferentKinds_differ() {
        ToolRun run = ToolRun.of("verify", DEMO, Path.of("models", "demo-judge.pt"), "--json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("\"onlyEmbeddings\" : false");
    }

    private Path withRows(String tensor, int... rows) {
        Path target = folder.resolve("changed.pt");
        try (TorchScriptArchive archive = TorchScriptArchive.open(DEMO)) {
            float[] values = archive.tensors().finiteFloats(tensor);
            for (int row : rows) {
                values[row * 128 + 1] += 0.5f;
            }
            archive.replaceTensor(target, tensor, values);
        }
        return target;
    }

    private static List<ZipRecord> entries() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(DEMO)) {
            return archive.entries();
        }
    }
}
