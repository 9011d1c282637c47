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
import java.util.Set;
import java.util.TreeSet;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives in another precision: which tensors change, to what, and what the files are good for. */
class PrecisionConversionTest {
    private static final Path DEMO = Path.of("models", "demo.pt");
    private static final String MATRIX = "shared.weight";

    @TempDir
    Path folder;

    private Path converted(Path source, Precision precision) {
        Path target = folder.resolve(precision + "-" + source.getFileName());
        try (TorchScriptArchive archive = TorchScriptArchive.open(source)) {
            PrecisionConversion.write(archive, target, precision);
        }
        return target;
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo.pt", "demo-classifier.pt"})
    void write_bfloat16_roundsEveryWeightToTheNearest(String model) {
        Path source = Path.of("models", model);
        int rounded = 0;
        try (TorchScriptArchive before = TorchScriptArchive.open(source);
                TorchScriptArchive after = TorchScriptArchive.open(converted(source, Precision.BF16))) {
            after.verify();
            assertThat(after.tensors().names()).isEqualTo(before.tensors().names());
            for (StoredTensor tensor : after.tensors().all()) {
                StoredTensor original = before.tensors().get(tensor.name());
                assertThat(tensor.shape()).isEqualTo(original.shape());
                assertThat(tensor.strides()).isEqualTo(original.strides());
                if (tensor.type() == ScalarType.FLOAT32) {
                    assertThat(tensor.floats()).containsExactly(original.floats());
                } else {
                    assertThat(tensor.type()).isEqualTo(ScalarType.BFLOAT16);
                    assertNearest(original.floats(), tensor.floats());
                    rounded++;
                }
            }
            assertThat(after.attributes()).isEqualTo(before.attributes());
        }
        assertThat(rounded).isGreaterThan(10);
    }

    /** No neighbour among the numbers of 16 bits is nearer; of two that are as near, the even one is taken. */
    private static void assertNearest(float[] numbers, float[] rounded) {
        for (int i = 0; i < numbers.length; i++) {
            int bits = Float.floatToRawIntBits(rounded[i]);
            assertThat(bits & 0xffff).isZero();
            double distance = Math.abs((double) numbers[i] - rounded[i]);
            for (int step : new int[] {-0x10000, 0x10000}) {
                double other = Math.abs((double) numbers[i] - Float.intBitsToFloat(bits + step));
                boolean even = (bits & 0x10000) == 0;
                assertThat(distance < other || (distance == other && even))
                        .as("%s became %s", numbers[i], rounded[i])
                        .isTrue();
            }
        }
    }

    @Test
    void write_bfloat16_keepsWhatMeetsInputsAndLogitsInFloat32() {
        assertThat(singles(converted(DEMO, Precision.BF16)))
                .containsExactly(
                        "blocks.0.modulation_bias",
                        "blocks.0.modulation_weight",
                        "blocks.1.modulation_bias",
                        "blocks.1.modulation_weight",
                        "blocks.2.modulation_bias",
                        "blocks.2.modulation_weight",
                        "linear_bias",
                        "linear_weight",
                        MATRIX);
        assertThat(singles(converted(Path.of("models", "demo-classifier.pt"), Precision.BF16)))
                .containsExactly("fc.bias", "fc.weight");
    }

    private static Set<String> singles(Path file) {
        Set<String> names = new TreeSet<>();
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            archive.tensors().all().stream()
                    .filter(tensor -> tensor.type() == ScalarType.FLOAT32)
                    .forEach(tensor -> names.add(tensor.name()));
        }
        return names;
    }

    @Test
    void write_thereAndBack_changesNothingMore() throws IOException {
        Path half = converted(DEMO, Precision.BF16);
        Path back = converted(half, Precision.FP32);
        assertThat(Files.size(half)).isLessThan(Files.size(DEMO) * 3 / 4);
        try (TorchScriptArchive first = TorchScriptArchive.open(half);
                TorchScriptArchive second = TorchScriptArchive.open(back)) {
            assertThat(PrecisionConversion.of(first)).isEqualTo(Precision.BF16);
            assertThat(PrecisionConversion.of(second)).isEqualTo(Precision.FP32);
            for (StoredTensor tensor : second.tensors().all()) {
                assertThat(tensor.type()).isEqualTo(ScalarType.FLOAT32);
                assertThat(tensor.floats())
                        .containsExactly(first.tensors().get(tensor.name()).floats());
            }
        }
        assertThat(Files.readAllBytes(converted(back, Precision.BF16))).isEqualTo(Files.readAllBytes(half));
    }

    @Test
    void write_ofAnArchive_changesStoragesPickleAndMetadataAlone() {
        Path half = converted(DEMO, Precision.BF16);
        List<String> differing = new ArrayList<>();
        try (ZipArchiveFile before = ZipArchiveFile.open(DEMO);
                ZipArchiveFile after = ZipArchiveFile.open(half)) {
            assertThat(after.entries().stream().map(ZipRecord::name))
                    .containsExactlyElementsOf(
                            before.entries().stream().map(ZipRecord::name).toList());
            for (ZipRecord entry : before.entries()) {
                ZipRecord other = after.find(entry.name()).orElseThrow();
                assertThat(other.dataOffset() % 64).as(entry.name()).isZero();
                if (entry.crc() != other.crc()) {
                    differing.add(entry.name().replaceFirst("^[^/]*/", ""));
                }
            }
        }
        assertThat(differing)
                .contains("data.pkl", "extra/biggan-tune.json")
                .allMatch(name -> name.matches("data\\.pkl|extra/biggan-tune\\.json|data/\\d+"))
                .doesNotContain("data/0");
    }

    @Test
    void embedding_ofABfloat16Archive_isReplacedAsBefore() {
        Path half = converted(DEMO, Precision.BF16);
        Path tuned = folder.resolve("tuned.pt");
        Path larger = folder.resolve("larger.pt");
        try (TorchScriptArchive archive = TorchScriptArchive.open(half)) {
            archive.requireReplaceable(MATRIX);
            archive.requireResizable(MATRIX);
            float[] values = archive.tensors().get(MATRIX).floats();
            values[5 * 128] += 0.001f;
            archive.replaceTensor(tuned, MATRIX, values);
            archive.replaceMatrix(larger, MATRIX, 10, new float[10 * 128], Map.of());
        }
        ToolRun verified = ToolRun.of("verify", half, tuned, "--json");
        assertThat(verified.exitCode()).as(verified.err()).isZero();
        assertThat(verified.out().replaceAll("\\s", "")).contains("[5]");
        for (Path file : List.of(half, tuned, larger)) {
            ToolRun checked = ToolRun.of("check", file);
            assertThat(checked.exitCode()).as(checked.err()).isZero();
        }
        try (TorchScriptArchive archive = TorchScriptArchive.open(larger)) {
            archive.verify();
            assertThat(archive.tensors().get(MATRIX).shape()).containsExactly(10, 128);
            assertThat(archive.tensors().get("blocks.0.conv1_weight").type()).isEqualTo(ScalarType.BFLOAT16);
        }
    }

    @Test
    void program_ofAnEarlierVersion_keepsItsPrecision() {
        Path old = folder.resolve("old.pt");
        try (TorchScriptArchive archive = TorchScriptArchive.open(DEMO)) {
            archive.copyWith(old, Map.of("data.pkl", renamed(archive.pickle())));
        }
        try (TorchScriptArchive archive = TorchScriptArchive.open(old)) {
            PrecisionConversion.require(archive, Precision.FP32);
            assertThatThrownBy(() -> PrecisionConversion.write(archive, folder.resolve("no.pt"), Precision.BF16))
                    .isInstanceOf(UnsupportedInputException.class)
                    .hasMessage(
                            old + ": --precision bf16, but this program supports only fp32 because an earlier version"
                                    + " wrote it; import the checkpoint again");
        }
        assertThat(folder.resolve("no.pt")).doesNotExist();
    }

    /** The pickle with the mark called otherwise. */
    private static byte[] renamed(byte[] pickle) {
        String text = new String(pickle, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(PrecisionConversion.MARK);
        return text.replace(PrecisionConversion.MARK, "f".repeat(PrecisionConversion.MARK.length()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
