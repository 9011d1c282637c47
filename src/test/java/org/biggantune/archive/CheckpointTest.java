package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.zip.ZipEntry;
import org.assertj.core.data.Offset;
import org.biggantune.archive.pickle.PickleBytes;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected numbers come from {@code torch.load} in PyTorch 2.13. */
class CheckpointTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "demo/G_collapsed.pth, ZIP, 110, 110, -111.453993",
        "demo/G_ema.pth, ZIP, 110, 110, -49.234264",
        "demo/demo_classifier.pth, ZIP, 92, 92, 20888.620201",
        "demo/demo_judge.pth, ZIP, 56, 56, 12445.078201",
        "fixtures/classifiers/alexnet-narrow-places/alexnet_places365.pth.tar, LEGACY, 17, 16, 64.510536",
        "fixtures/classifiers/alexnet-narrow/alexnet-owt-narrow.pth, LEGACY, 16, 16, 2.827910",
        "fixtures/classifiers/cifar10-resnet20-real/resnet20-12fca82f.th, LEGACY, 97, 97, 139.782650",
        "fixtures/classifiers/cifar10-resnet56-real/resnet56-4bfd9763.th, LEGACY, 277, 277, 1427.879012",
        "fixtures/classifiers/resnet18-narrow-places/resnet18_places365.pth.tar, LEGACY, 123, 122, 1265.422055",
        "fixtures/classifiers/resnet50-narrow-robust/ImageNet.pt, ZIP, 642, 320, 6588.758481",
        "fixtures/classifiers/resnet50-narrow/resnet50-narrow.pth, ZIP, 320, 320, 3293.366741",
        "fixtures/generators/biggan-128/G_ema.pth, LEGACY, 166, 166, 785.904560",
        "fixtures/generators/biggan-256/G_ema.pth, ZIP, 194, 194, 527.266062",
        "fixtures/generators/biggan-32-nohier/G_ema.pth, ZIP, 97, 97, 330.210587",
        "fixtures/generators/biggan-512/G_ema.pth, ZIP, 222, 222, 613.728037",
        "fixtures/generators/biggan-64/G_ema.pth, LEGACY, 138, 138, 416.363349",
        "fixtures/generators/biggan-deep-128-hf/pytorch_model.bin, LEGACY, 506, 506, 75696.842281",
        "fixtures/generators/biggan-deep-128/G_ema.pth, ZIP, 506, 506, 749.541537",
    })
    void open_everyFixture_sumsUpAsInTorch(String name, Checkpoint.Format format, int all, int inDict, double sum) {
        try (Checkpoint checkpoint = Checkpoint.open(ArchiveFiles.shared(name))) {
            double found = 0;
            for (StoredTensor tensor : checkpoint.allTensors().all()) {
                found += DoubleStream.of(ExactNumbers.of(tensor)).sum();
            }
            assertThat(checkpoint.format()).isEqualTo(format);
            assertThat(checkpoint.allTensors().names()).hasSize(all);
            assertThat(checkpoint.stateDict().names()).hasSize(inDict);
            assertThat(found).isCloseTo(sum, Offset.offset(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "demo/G_ema.pth, shared.weight, 'float32 [8, 128]', 777, 0.05137987062335014",
        "demo/G_ema.pth, blocks.0.0.conv1.weight, 'float32 [48, 48, 3, 3]', 5, 0.0910162404179573",
        "demo/demo_classifier.pth, conv1.weight, 'float32 [16, 3, 3, 3]', 431, -0.15343217551708221",
        "fixtures/generators/biggan-128/G_ema.pth, shared.weight, 'float32 [1000, 128]', 64000, 0.02074536494910717",
        "fixtures/generators/biggan-deep-128-hf/pytorch_model.bin, embeddings.weight, 'float32 [128, 100]', 1,"
                + " 0.047541070729494095",
        "fixtures/classifiers/cifar10-resnet56-real/resnet56-4bfd9763.th, linear.weight, 'float32 [10, 64]', 100,"
                + " -0.3128374218940735",
        "fixtures/classifiers/resnet50-narrow-robust/ImageNet.pt, fc.weight, 'float32 [1000, 128]', 100,"
                + " 0.011878889054059982",
    })
    void stateDict_ofAFixture_holdsTorchsNumbers(String file, String name, String described, int at, double value) {
        try (Checkpoint checkpoint = Checkpoint.open(ArchiveFiles.shared(file))) {
            StoredTensor tensor = checkpoint.stateDict().get(name);
            assertThat(tensor.describe()).isEqualTo(described);
            assertThat(tensor.floats()[at]).isEqualTo((float) value);
            assertThat(ExactNumbers.of(tensor)[at]).isEqualTo(value);
        }
    }

    @Test
    void stateDict_ofARobustnessFile_isTheModelAndTheNormalizerStaysReachable() {
        Path file = ArchiveFiles.shared("fixtures/classifiers/resnet50-narrow-robust/ImageNet.pt");
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.stateDict().names()).allMatch(name -> !name.startsWith("model."));
            assertThat(checkpoint.stateDict().contains("conv1.weight")).isTrue();
            StateDict all = checkpoint.allTensors();
            assertThat(all.contains("model.module.attacker.model.conv1.weight")).isTrue();
            assertThat(all.get("model.module.normalizer.new_mean", 3, 1, 1).floats())
                    .containsExactly(0.485f, 0.456f, 0.406f);
            assertThat(all.get("model.module.normalizer.new_std", 3, 1, 1).floats())
                    .containsExactly(0.229f, 0.224f, 0.225f);
            assertThat(checkpoint.metadata()).containsEntry("epoch", 100L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny_zip.pth", "tiny_legacy.pth"})
    void open_nestedCheckpoint_findsStateDictAndPlainValues(String name) {
        try (Checkpoint checkpoint = Checkpoint.open(ArchiveFiles.resource(name))) {
            assertThat(checkpoint.stateDict().names()).hasSize(17).startsWith("plain", "turned", "part");
            assertThat(checkpoint.allTensors().names())
                    .hasSize(18)
                    .contains("state_dict.module.plain", "optimizer.state.0.exp_avg");
            assertThat(checkpoint.metadata())
                    .containsEntry("epoch", 3L)
                    .containsEntry("best", 93.5)
                    .containsEntry("big", BigInteger.ONE.shiftLeft(70))
                    .containsEntry("args.arch", "tiny")
                    .containsEntry("args.sizes.1", 2L)
                    .containsEntry("args.on", true)
                    .containsEntry("optimizer.param_groups.0.lr", 0.01);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "module.a, module.b, a, b",
        "module.a, b, module.a, b",
        "model.a, model.b, a, b",
        "module.model.a, module.model.b, a, b",
        "model.a, normalizer.b, a, ",
        "model.a, attacker.model.b, a, ",
        "module.model.a, module.fc, model.a, fc",
        "_orig_mod.module.a, _orig_mod.module.b, a, b",
    })
    void stateDict_prefixes_areTakenOffWhereEveryNameHasThem(String one, String two, String first, String second) {
        long[] six = {6};
        long[] stride = {1};
        byte[] pickle = new PickleBytes()
                .op(0x80, 2, '}')
                .text("net")
                .op('}')
                .text(one)
                .tensor("FloatStorage", "0", 6, 0, six, stride)
                .op('s')
                .text(two)
                .tensor("FloatStorage", "0", 6, 0, six, stride)
                .op('s', 's')
                .stop();
        Map<String, byte[]> entries = Map.of("any name/data.pkl", pickle, "any name/data/0", new byte[24]);
        Path file = ArchiveFiles.write(folder.resolve("p.pth"), ArchiveFiles.zip(entries, ZipEntry.STORED));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            List<String> expected = second == null ? List.of(first) : List.of(first, second);
            assertThat(checkpoint.stateDict().names()).containsExactlyElementsOf(expected);
            assertThat(checkpoint.allTensors().names()).containsExactly("net." + one, "net." + two);
        }
    }

    @Test
    void open_whatIsNoCheckpoint_saysWhatItSeemsToBe() {
        assertRefused("PK".getBytes(StandardCharsets.US_ASCII), "it seems to be something unknown");
        assertRefused(new byte[] {(byte) 0x80, 2, '.'}, "damaged pickle at byte 3");
        assertRefused(ascii("<!DOCTYPE html><p>404"), "it seems to be a web page (a failed download?)");
        assertRefused(ascii("version https://git-lfs.github.com/spec/v1\n"), "a Git LFS pointer; fetch the real file");
        assertRefused(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'}, "is a safetensors file without tensors");
        assertRefused(ArchiveFiles.bytes("c_f4.npy"), "it seems to be a NumPy .npy array");
        assertRefused(new byte[] {0x1f, (byte) 0x8b, 8, 0}, "it seems to be a gzip file; unpack it first");
        assertRefused(new byte[0], "is empty");
        assertRefused(new byte[] {(byte) 0x80, 2, 'K', 1, '.'}, "is a Python pickle, but not a PyTorch checkpoint");
        assertThatThrownBy(() -> Checkpoint.open(ArchiveFiles.resource("tiny_torchscript.pt")))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("is a TorchScript program, expected a checkpoint");
    }

    @Test
    void open_missingFileOrFolder_isRefused() {
        Path missing = folder.resolve("none.pth");
        assertThatThrownBy(() -> Checkpoint.open(missing))
                .isInstanceOf(MissingInputException.class)
                .hasMessage(missing + ": no such file; check the path");
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage(folder + ": is a folder, expected a file");
    }

    @Test
    void tensor_afterClose_isRefused() {
        StoredTensor tensor;
        try (Checkpoint checkpoint = Checkpoint.open(ArchiveFiles.resource("mini_zip.pth"))) {
            tensor = checkpoint.stateDict().get("a");
        }
        assertThatThrownBy(tensor::floats)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was closed");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void assertRefused(byte[] content, String message) {
        Path file = ArchiveFiles.write(folder.resolve("some.pth"), content);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOfAny(CorruptInputException.class, UnsupportedInputException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }
}
