package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.biggantune.archive.Checkpoint;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.support.Fixtures;
import org.biggantune.support.TestCheckpoints;
import org.biggantune.support.TestCheckpoints.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a checkpoint is said when it is imported, and no archive is left. */
class GeneratorRefusalTest {
    @TempDir
    Path folder;

    private Map<String, Tensor> tensors;

    @BeforeEach
    void readDemo() {
        tensors = TestCheckpoints.read(Fixtures.require("demo/G_ema.pth"));
    }

    private Path importAs(Graph graph, List<String> names) throws IOException {
        Path source = TestCheckpoints.write(folder.resolve("G.pth"), tensors);
        Path file = folder.resolve(graph + ".pt");
        try (Checkpoint checkpoint = Checkpoint.open(source)) {
            GeneratorImporter.read(checkpoint.stateDict(), new SourceFile("G.pth", "-"), graph, Epsilons.DEFAULT, names)
                    .write(file);
        }
        return file;
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Graph graph, Class<? extends BigganTuneException> type) {
        AbstractThrowableAssert<?, ? extends Throwable> thrown = assertThatThrownBy(() -> importAs(graph, List.of()))
                .isInstanceOf(type)
                .hasMessageStartingWith(folder.resolve("G.pth") + ": ")
                .hasMessageNotContaining("\n");
        assertThat(folder.toFile().list()).containsExactly("G.pth");
        return thrown;
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertUnsupported() {
        assertRefused(Graph.REFERENCE, UnsupportedInputException.class);
        return assertRefused(Graph.FOLDED, UnsupportedInputException.class);
    }

    @ParameterizedTest
    @EnumSource(Graph.class)
    void write_rewrittenCheckpoint_isTheArchiveOfTheOriginal(Graph graph) throws IOException {
        byte[] rewritten = Files.readAllBytes(importAs(graph, List.of()));
        Path file = folder.resolve("other").resolve(graph + ".pt");
        Files.createDirectory(file.getParent());
        try (Checkpoint checkpoint = Checkpoint.open(Fixtures.require("demo/G_ema.pth"))) {
            GeneratorImporter.read(
                            checkpoint.stateDict(), new SourceFile("G.pth", "-"), graph, Epsilons.DEFAULT, List.of())
                    .write(file);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(rewritten);
    }

    @Test
    void read_withoutSharedEmbedding_saysWhyThatDoesNotWork() {
        tensors.remove("shared.weight");
        assertUnsupported()
                .hasMessageEndingWith(": this generator has no shared class embedding (no tensor 'shared.weight'): each"
                        + " of its batch norms has its own gains and biases per class, so there is no single class"
                        + " embedding to tune; train or convert it with --G_shared");
    }

    @Test
    void read_somethingElse_isRefused() {
        tensors.keySet().removeIf(name -> name.startsWith("linear."));
        assertUnsupported()
                .hasMessageContaining(": not a BigGAN generator: it has ")
                .hasMessageEndingWith(" tensors, but no 'linear.weight' and 'blocks.0.0.conv1.weight'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linear.bias",
                "linear.u0",
                "blocks.1.0.conv1.weight",
                "blocks.1.0.conv2.bias",
                "blocks.2.0.conv1.weight",
                "blocks.2.0.conv_sc.u0",
                "blocks.0.0.bn1.stored_var",
                "blocks.0.0.bn2.gain.weight",
                "blocks.0.0.bn2.gain.u0",
                "blocks.1.1.theta.weight",
                "blocks.1.1.gamma",
                "output_layer.0.gain",
                "output_layer.0.stored_mean",
                "output_layer.2.weight",
                "output_layer.2.u0"
            })
    void write_missingTensor_isNamed(String name) {
        assertThat(tensors.remove(name)).isNotNull();
        assertUnsupported().hasMessageContaining(": has no tensor '" + name + "'; nearest: ");
    }

    @Test
    void write_misshapenTensor_isNamed() {
        tensors.put("blocks.1.0.conv2.weight", Tensor.zeros(5, 4, 3, 3));
        assertUnsupported()
                .hasMessageContaining(": tensor 'blocks.1.0.conv2.weight' has shape [5, 4, 3, 3], expected [");
    }

    @Test
    void read_shapesThatDoNotFitTogether_areRefused() {
        tensors.put("blocks.0.0.bn1.gain.weight", Tensor.zeros(24, 130));
        assertUnsupported()
                .hasMessageEndingWith(": blocks.0.0.bn1.gain.weight takes 130 numbers, expected 128 (the embedding) or"
                        + " 148 (with a chunk of z)");
        tensors.put("linear.weight", Tensor.zeros(7));
        assertUnsupported().hasMessageEndingWith(": tensor 'linear.weight' is float32 [7], expected 2 dimensions");
        tensors.put("linear.weight", Tensor.zeros(7, 20));
        assertUnsupported().hasMessageContaining(": linear.weight has 7 outputs, expected a square map of ");
    }

    @Test
    void read_unknownTensors_areRefused() {
        tensors.put("blocks.0.0.conv1.lora", Tensor.zeros(2));
        tensors.put("extra", Tensor.zeros(2));
        assertUnsupported()
                .hasMessageEndingWith(
                        ": 2 tensors do not belong to a BigGAN generator, such as 'blocks.0.0.conv1.lora',"
                                + " 'extra'");
    }

    @ParameterizedTest
    @EnumSource(Graph.class)
    void write_weightThatIsNoNumber_isNamed(Graph graph) {
        tensors.get("blocks.2.0.conv1.weight").values()[17] = Float.NaN;
        assertRefused(graph, CorruptInputException.class)
                .hasMessageContaining(": tensor 'blocks.2.0.conv1.weight' is NaN at index 17 of ");
    }

    @ParameterizedTest
    @EnumSource(Graph.class)
    void write_negativeVariance_isNamed(Graph graph) {
        tensors.get("blocks.2.0.bn2.stored_var").values()[3] = -1;
        assertRefused(graph, CorruptInputException.class)
                .hasMessageEndingWith(": tensor 'blocks.2.0.bn2.stored_var' has a negative variance at 3");
        tensors.get("blocks.2.0.bn2.stored_var").values()[3] = 1;
        tensors.get("output_layer.0.stored_var").values()[1] = -0.5f;
        assertRefused(graph, CorruptInputException.class)
                .hasMessageEndingWith(": tensor 'output_layer.0.stored_var' has a negative variance at 1");
    }

    @Test
    void write_weightOfZeros_hasNoSpectralNorm() {
        tensors.computeIfPresent("linear.weight", (name, tensor) -> Tensor.zeros(tensor.shape()));
        assertRefused(Graph.FOLDED, CorruptInputException.class)
                .hasMessageContaining(": tensor 'linear.weight' [")
                .hasMessageEndingWith("] has spectral norm 0.0, expected a positive number");
    }

    @Test
    void read_namesThatDoNotFit_areRefused() {
        assertThatThrownBy(() -> importAs(Graph.FOLDED, List.of("a", "b")))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessage("--class-names: 2 names given, but " + folder.resolve("G.pth") + " has 8 classes");
    }
}
