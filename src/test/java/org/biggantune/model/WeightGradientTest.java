package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.importer.GeneratorImporter;
import org.biggantune.importer.biggan.BigGanArchitecture;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.importer.random.BigGanSize;
import org.biggantune.importer.random.RandomBigGan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where gradients flow: into the embedding always, into weights only on request, into statistics never. */
class WeightGradientTest {
    private static final BigGanArchitecture ARCHITECTURE = BigGanSize.PIXELS_32.architecture(8, 3);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Graph.class)
    void backward_throughFrozenWeights_givesThemNone(Graph graph) {
        List<Boolean> gradients = gradients(graph, true);
        assertThat(gradients).isNotEmpty().containsOnly(false);
    }

    @Test
    void backward_throughUnfrozenWeights_givesEveryOneThatIsUsedAGradient() {
        List<Boolean> gradients = gradients(Graph.REFERENCE, false);
        // 1 linear, 3 blocks of 3 convolutions and 2 norms, the output's norm and convolution; the embedding matrix is
        // a parameter that the program does not use.
        int weightsAndBiases = 2 + 3 * (3 * 2 + 2 * 2) + 2 + 2;
        assertThat(gradients).hasSize(weightsAndBiases + 1);
        assertThat(gradients.stream().filter(given -> given)).hasSize(weightsAndBiases);
    }

    /** For each weight whether it has a gradient that is not zero after one backward pass. */
    private List<Boolean> gradients(Graph graph, boolean frozen) {
        Path file = folder.resolve("g.pt");
        GeneratorImporter.read(
                        RandomBigGan.tensors(ARCHITECTURE, 0),
                        new SourceFile("-", "-"),
                        graph,
                        Epsilons.DEFAULT,
                        List.of())
                .write(file);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                TorchProgram program = new TorchProgram(file, runtime);
                NDManager scope = runtime.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            program.freeze(frozen);
            NDArray z = scope.randomNormal(new Shape(2, ARCHITECTURE.latentSize()));
            NDArray y = scope.ones(new Shape(2, ARCHITECTURE.embeddingSize()));
            y.setRequiresGradient(true);
            collector.backward(program.run(z, y).square().sum());
            assertThat(y.getGradient().norm().getFloat()).isPositive();
            return program.weights().stream()
                    .map(weight -> weight.hasGradient() && hasNonZeroGradient(weight))
                    .toList();
        }
    }

    private static boolean hasNonZeroGradient(NDArray weight) {
        try (NDArray gradient = weight.getGradient()) {
            return gradient != null && gradient.norm().getFloat() > 0;
        }
    }
}
