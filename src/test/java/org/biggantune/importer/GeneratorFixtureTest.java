package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.NpyArray;
import org.biggantune.archive.NpyFile;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.Fixtures;
import org.biggantune.support.Relative;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images and gradients of imported generators against those that the original code gave. */
class GeneratorFixtureTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "biggan-32-nohier, FOLDED", "biggan-32-nohier, REFERENCE",
        "biggan-64, FOLDED", "biggan-64, REFERENCE",
        "biggan-128, FOLDED", "biggan-128, REFERENCE",
        "biggan-256, FOLDED", "biggan-256, REFERENCE",
        "biggan-512, FOLDED", "biggan-512, REFERENCE",
    })
    void generator_imported_matchesTheOriginal(String name, Graph graph) throws Exception {
        Path fixture = Fixtures.require("fixtures/generators/" + name);
        Path file = folder.resolve("g.pt");
        write(fixture, graph, file);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(file, runtime);
                NDManager scope = runtime.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray z = read(scope, fixture.resolve("z.npy"));
            NDArray y = read(scope, fixture.resolve("y.npy"));
            y.setRequiresGradient(true);
            NDArray images = generator.images(z, y);
            NpyArray expected = NpyFile.read(fixture.resolve("images.npy"));
            assertThat(images.getShape().getShape()).isEqualTo(expected.shape());
            assertThat(Relative.maxDifference(images.toFloatArray(), expected.floats()))
                    .isLessThan(2e-4);

            collector.backward(images.mul(cosines(scope, images.getShape())).sum());
            float[] gradient = y.getGradient().toFloatArray();
            assertThat(Relative.distance(
                            gradient,
                            NpyFile.read(fixture.resolve("grad_y.npy")).floats()))
                    .isLessThan(1e-3);
        }
    }

    private static void write(Path fixture, Graph graph, Path file) throws Exception {
        JsonNode config =
                new ObjectMapper().readTree(fixture.resolve("config.json").toFile());
        Epsilons epsilons = new Epsilons(
                config.get("BN_eps").asDouble(), config.get("SN_eps").asDouble());
        Path source = fixture.resolve("G_ema.pth");
        try (Checkpoint checkpoint = Checkpoint.open(source)) {
            GeneratorImporter.read(checkpoint, new SourceFile("G_ema.pth", "-"), graph, epsilons, List.of())
                    .write(file);
        }
    }

    private static NDArray read(NDManager scope, Path file) {
        NpyArray array = NpyFile.read(file);
        return scope.create(array.floats(), new Shape(array.shape()));
    }

    /** w = cos(0.1 · k), k the flat index. */
    private static NDArray cosines(NDManager scope, Shape shape) {
        float[] weights = new float[Math.toIntExact(shape.size())];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (float) Math.cos(0.1 * k);
        }
        return scope.create(weights, shape);
    }
}
