package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixReplacementTest {
    private static final Path DEMO = Path.of("models", "demo.pt");
    private static final String MATRIX = "shared.weight";
    private static final int COLUMNS = 128;

    @TempDir
    Path folder;

    private Path replaced(String name, int rows, Map<String, byte[]> extras) {
        Path target = folder.resolve(name);
        try (TorchScriptArchive archive = TorchScriptArchive.open(DEMO)) {
            archive.replaceMatrix(target, MATRIX, rows, values(rows), extras);
        }
        return target;
    }

    private static float[] values(int rows) {
        float[] values = new float[rows * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 1024f - 0.5f;
        }
        return values;
    }

    /** The entries whose content differs, without the top folder. */
    private static List<String> differing(Path before, Path after) {
        List<String> differing = new ArrayList<>();
        try (ZipArchiveFile first = ZipArchiveFile.open(before);
                ZipArchiveFile second = ZipArchiveFile.open(after)) {
            assertThat(second.entries().stream().map(ZipRecord::name))
                    .containsExactlyElementsOf(
                            first.entries().stream().map(ZipRecord::name).toList());
            for (ZipRecord entry : first.entries()) {
                ZipRecord other = second.find(entry.name()).orElseThrow();
                assertThat(other.dataOffset() % 64).as(entry.name()).isZero();
                if (entry.size() != other.size() || entry.crc() != other.crc()) {
                    differing.add(entry.name().substring(entry.name().indexOf('/') + 1));
                }
            }
        }
        return differing;
    }

    @Test
    void replaceMatrix_moreOrFewerRows_changesTheMatrixAndWhatDescribesItAlone() {
        for (int rows : new int[] {1, 10, 1000}) {
            byte[] extra = "{}".getBytes(StandardCharsets.UTF_8);
            Path target = replaced(rows + ".pt", rows, Map.of("biggan-tune.json", extra));
            assertThat(differing(DEMO, target))
                    .containsExactlyInAnyOrder("data.pkl", "data/0", "extra/biggan-tune.json");
            try (TorchScriptArchive before = TorchScriptArchive.open(DEMO);
                    TorchScriptArchive after = TorchScriptArchive.open(target)) {
                after.verify();
                StoredTensor matrix = after.tensors().get(MATRIX);
                assertThat(matrix.shape()).containsExactly(rows, COLUMNS);
                assertThat(matrix.floats()).containsExactly(values(rows));
                assertThat(after.extra("biggan-tune.json")).contains(extra);
                assertThat(after.attributes()).isEqualTo(before.attributes());
                assertThat(after.rootClass()).isEqualTo(before.rootClass());
                for (StoredTensor tensor : before.tensors().all()) {
                    if (!tensor.name().equals(MATRIX)) {
                        StoredTensor same = after.tensors().get(tensor.name());
                        assertThat(same.shape()).as(tensor.name()).isEqualTo(tensor.shape());
                        assertThat(same.strides()).as(tensor.name()).isEqualTo(tensor.strides());
                    }
                }
            }
        }
    }

    @Test
    void replaceMatrix_thereAndBack_isTheSameFile() throws IOException {
        Path larger = replaced("larger.pt", 12, Map.of());
        assertThat(Files.size(larger)).isGreaterThan(Files.size(DEMO));
        float[] original;
        try (TorchScriptArchive demo = TorchScriptArchive.open(DEMO)) {
            original = demo.tensors().get(MATRIX).floats();
        }
        try (TorchScriptArchive archive = TorchScriptArchive.open(larger)) {
            archive.replaceMatrix(larger, MATRIX, 8, original, Map.of());
        }
        assertThat(larger).hasSameBinaryContentAs(DEMO);
    }

    @Test
    void replaceMatrix_inAFileThatPyTorchWrote_isRefused() {
        Path target = folder.resolve("out.pt");
        try (TorchScriptArchive archive = TorchScriptArchive.open(ArchiveFiles.resource("tiny_torchscript.pt"))) {
            long columns = archive.tensors().get(MATRIX).shape()[1];
            assertThatThrownBy(() -> archive.replaceMatrix(target, MATRIX, 1, new float[(int) columns], Map.of()))
                    .isInstanceOf(UnsupportedInputException.class)
                    .hasMessageContaining("is not described as this tool describes it");
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void replaceMatrix_otherTensors_areRefused() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(DEMO)) {
            assertThatThrownBy(() ->
                            archive.replaceMatrix(folder.resolve("a.pt"), MATRIX, 2, new float[COLUMNS], Map.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() ->
                            archive.replaceMatrix(folder.resolve("a.pt"), "no.such", 1, new float[COLUMNS], Map.of()))
                    .isInstanceOf(UnsupportedInputException.class);
        }
    }
}
