package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.biggantune.archive.Checkpoint;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.support.Fixtures;
import org.biggantune.support.TestCheckpoints;
import org.biggantune.support.TestCheckpoints.Tensor;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a BigGAN-deep checkpoint is said when it is imported, and no archive is left. */
class DeepRefusalTest {
    private static final String ORIGINAL = "fixtures/generators/biggan-deep-128/G_ema.pth";
    private static final String HUGGING_FACE = "fixtures/generators/biggan-deep-128-hf/pytorch_model.bin";

    @TempDir
    Path folder;

    private static Map<String, Tensor> read(String file) {
        return TestCheckpoints.read(Fixtures.require(file));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Map<String, Tensor> tensors)
            throws IOException {
        Path source = TestCheckpoints.write(folder.resolve("G.pth"), tensors);
        AbstractThrowableAssert<?, ? extends Throwable> thrown = assertThatThrownBy(() -> {
                    try (Checkpoint checkpoint = Checkpoint.open(source)) {
                        GeneratorImporter.read(
                                        checkpoint.stateDict(),
                                        new SourceFile("G.pth", "-"),
                                        Graph.FOLDED,
                                        Epsilons.DEFAULT,
                                        List.of())
                                .write(folder.resolve("g.pt"));
                    }
                })
                .hasMessageStartingWith(source + ": ")
                .hasMessageNotContaining("\n");
        assertThat(folder.resolve("g.pt")).doesNotExist();
        return thrown;
    }

    @ParameterizedTest
    @CsvSource({
        ORIGINAL + ", blocks.3.0.conv4.bias",
        ORIGINAL + ", blocks.7.1.gamma",
        ORIGINAL + ", blocks.9.0.bn4.gain.u0",
        HUGGING_FACE + ", generator.layers.4.conv_2.weight_v",
        HUGGING_FACE + ", generator.layers.9.bn_3.running_vars",
        HUGGING_FACE + ", generator.bn.bias"
    })
    void read_missingTensor_isNamed(String file, String name) throws IOException {
        Map<String, Tensor> tensors = read(file);
        assertThat(tensors.remove(name)).isNotNull();
        assertRefused(tensors)
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining(": has no tensor '" + name + "'; nearest: ");
    }

    @Test
    void read_missingTensors_areListed() throws IOException {
        Map<String, Tensor> tensors = read(HUGGING_FACE);
        tensors.keySet().removeIf(name -> name.endsWith("offset.weight_u"));
        assertRefused(tensors)
                .hasMessageEndingWith(": has no tensors 'generator.layers.0.bn_0.offset.weight_u',"
                        + " 'generator.layers.0.bn_1.offset.weight_u', 'generator.layers.0.bn_2.offset.weight_u',"
                        + " 'generator.layers.0.bn_3.offset.weight_u' and 36 more, which this BigGAN-deep generator"
                        + " needs; was it saved completely?");
    }

    @Test
    void read_unexpectedTensors_areListed() throws IOException {
        Map<String, Tensor> tensors = read(ORIGINAL);
        tensors.put("blocks.0.0.conv5.weight", Tensor.zeros(2));
        tensors.put("adapter", Tensor.zeros(2));
        assertRefused(tensors)
                .hasMessageEndingWith(": 2 tensors do not belong to a BigGAN-deep generator, such as 'adapter',"
                        + " 'blocks.0.0.conv5.weight'");
    }

    @Test
    void read_shapesThatDoNotFitTogether_areRefused() throws IOException {
        Map<String, Tensor> tensors = read(HUGGING_FACE);
        tensors.put("generator.layers.2.conv_0.weight_orig", Tensor.zeros(32, 64, 1, 1));
        assertRefused(tensors)
                .hasMessageEndingWith(
                        ": block 2 turns 64 channels into 128, expected as many, or fewer where it doubles"
                                + " height and width");
        Map<String, Tensor> original = read(ORIGINAL);
        original.put("output_layer.2.weight", Tensor.zeros(128, 4, 3, 3));
        assertRefused(original).hasMessageEndingWith(": output_layer.2 gives 128 channels, expected 3");
        original.remove("shared.weight");
        assertRefused(original)
                .hasMessageEndingWith(": this BigGAN-deep generator has no shared class embedding (no tensor"
                        + " 'shared.weight'), so there is no single class embedding to tune");
    }

    @Test
    void write_negativeVariance_isNamed() throws IOException {
        Map<String, Tensor> tensors = read(HUGGING_FACE);
        Tensor variances = tensors.get("generator.layers.5.bn_1.running_vars");
        variances.values()[50 * (int) variances.shape()[1] + 3] = -1;
        assertRefused(tensors)
                .isInstanceOf(CorruptInputException.class)
                .hasMessageEndingWith(": tensor 'generator.layers.5.bn_1.running_vars' has a negative variance at 3");
    }

    @Test
    void command_truncation_isCheckedAndReported() throws IOException {
        Path original = Fixtures.require(ORIGINAL);
        Path out = folder.resolve("o.pt");
        ToolRun refused = ToolRun.of("import", "generator", original, "-o", out, "--truncation", 0.5);
        assertThat(refused.exitCode()).isEqualTo(78);
        assertThat(refused.err())
                .isEqualTo("biggan-tune: --truncation: " + original + " has one set of batch statistics for all"
                        + " truncations; leave the option out, and draw with sample --truncation\n");
        Path huggingFace = Fixtures.require(HUGGING_FACE);
        ToolRun outOfRange = ToolRun.of("import", "generator", huggingFace, "-o", out, "--truncation", 1.5);
        assertThat(outOfRange.exitCode()).isEqualTo(2);
        assertThat(outOfRange.err())
                .isEqualTo("biggan-tune: --truncation 1.5: expected a number above 0 and up to 1\n");
        ToolRun imported = ToolRun.of("import", "generator", huggingFace, "-o", out, "--truncation", 0.4);
        assertThat(imported.out())
                .contains("architecture        biggan-deep-hf, folded graph\n")
                .contains("batch norm ε        1e-4 (config.json)\n")
                .contains("truncation          0.4\n");
        Path raw = folder.resolve("raw.npy");
        Path same = folder.resolve("same.npy");
        Object[] draw = {"sample", "--generator", out, "--class", 3, "--seeds", 5, "--threads", 1, "--raw"};
        assertThat(ToolRun.of(with(draw, raw)).err()).isEmpty();
        assertThat(ToolRun.of(with(draw, same, "--truncation", 0.4)).exitCode()).isZero();
        assertThat(Files.readAllBytes(same)).isEqualTo(Files.readAllBytes(raw));
        assertThat(ToolRun.of(with(draw, same, "--truncation", 1)).exitCode()).isZero();
        assertThat(Files.readAllBytes(same)).isNotEqualTo(Files.readAllBytes(raw));
    }

    private static Object[] with(Object[] first, Object... more) {
        Object[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }
}
