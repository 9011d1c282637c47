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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.Fixtures;
import org.biggantune.support.RecordedGradient;
import org.biggantune.support.Relative;
import org.junit.jupiter.api.Test;
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
        "biggan-deep-128, FOLDED", "biggan-deep-128, REFERENCE",
    })
    void generator_imported_matchesTheOriginal(String name, Graph graph) throws Exception {
        Path fixture = Fixtures.require("fixtures/generators/" + name);
        Path file = folder.resolve("g.pt");
        write(fixture, graph, file);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            NDArray z = read(scope, fixture.resolve("z.npy"));
            NDArray y = read(scope, fixture.resolve("y.npy"));
            NDArray images = generator.images(z, y);
            NpyArray expected = NpyFile.read(fixture.resolve("images.npy"));
            assertThat(images.getShape().getShape()).isEqualTo(expected.shape());
            assertThat(Relative.maxDifference(images.toFloatArray(), expected.floats()))
                    .isLessThan(2e-4);
            assertThat(RecordedGradient.distance(
                            generator,
                            z,
                            y,
                            NpyFile.read(fixture.resolve("grad_y.npy")).floats()))
                    .isLessThan(1e-3);
        }
    }

    /** Latents are multiplied by the truncation, whose statistics the program holds: 0.47 falls between two stored ones. */
    @ParameterizedTest
    @CsvSource({
        "1.0, FOLDED", "1.0, REFERENCE",
        "0.4, FOLDED", "0.4, REFERENCE",
        "0.47, FOLDED", "0.47, REFERENCE",
    })
    void huggingFaceGenerator_atATruncation_matchesTheOriginal(String truncation, Graph graph) {
        Path fixture = Fixtures.require("fixtures/generators/biggan-deep-128-hf");
        Path file = folder.resolve("g.pt");
        double t = Double.parseDouble(truncation);
        writeHuggingFace(fixture, graph, OptionalDouble.of(t), file);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            NDArray z = read(scope, fixture.resolve("z.npy")).mul((float) t);
            NDArray images = generator.images(z, rows(scope, generator, fixture));
            NpyArray expected = NpyFile.read(fixture.resolve("images_truncation_" + truncation + ".npy"));
            assertThat(images.getShape().getShape()).isEqualTo(expected.shape());
            assertThat(Relative.maxDifference(images.toFloatArray(), expected.floats()))
                    .isLessThan(2e-4);
            assertThat(generator.metadata().truncation()).isEqualTo(t);
            assertThat(generator.metadata().embeddingParameter()).isEqualTo("embeddings.weight");
        }
    }

    /** The two graphs share no operation of a block but convolutions, so that each checks the other's gradient. */
    @Test
    void huggingFaceGenerator_gradientOfTheFoldedGraph_isTheReferences() {
        Path fixture = Fixtures.require("fixtures/generators/biggan-deep-128-hf");
        List<float[]> gradients = new ArrayList<>();
        for (Graph graph : Graph.values()) {
            Path file = folder.resolve(graph + ".pt");
            writeHuggingFace(fixture, graph, OptionalDouble.empty(), file);
            try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                    Generator generator = Generator.open(file, Optional.empty(), runtime);
                    NDManager scope = runtime.newScope();
                    GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray y = rows(scope, generator, fixture);
                y.setRequiresGradient(true);
                NDArray images = generator.images(read(scope, fixture.resolve("z.npy")), y);
                collector.backward(images.mul(RecordedGradient.weights(scope, images.getShape()))
                        .sum());
                gradients.add(y.getGradient().toFloatArray());
            }
        }
        assertThat(Relative.maxDifference(gradients.get(0), new float[gradients.get(0).length]))
                .isPositive();
        assertThat(Relative.distance(gradients.get(0), gradients.get(1))).isLessThan(1e-3);
    }

    private static void writeHuggingFace(Path fixture, Graph graph, OptionalDouble truncation, Path file) {
        try (Checkpoint checkpoint = Checkpoint.open(fixture.resolve("pytorch_model.bin"))) {
            GeneratorImportOptions options =
                    new GeneratorImportOptions(graph, Epsilons.HUGGING_FACE, truncation, List.of());
            GeneratorImporter.read(checkpoint.stateDict(), new SourceFile("pytorch_model.bin", "-"), options)
                    .write(file);
        }
    }

    /** The embeddings of the fixture's classes, as the archive holds them. */
    private static NDArray rows(NDManager scope, Generator generator, Path fixture) {
        float[] classes = NpyFile.read(fixture.resolve("class_ids.npy")).floats();
        int size = generator.metadata().embeddingSize();
        float[] rows = new float[classes.length * size];
        for (int i = 0; i < classes.length; i++) {
            System.arraycopy(generator.embeddings().row((int) classes[i]), 0, rows, i * size, size);
        }
        return scope.create(rows, new Shape(classes.length, size));
    }

    private static void write(Path fixture, Graph graph, Path file) throws Exception {
        JsonNode config =
                new ObjectMapper().readTree(fixture.resolve("config.json").toFile());
        Epsilons epsilons = new Epsilons(
                config.get("BN_eps").asDouble(), config.get("SN_eps").asDouble());
        Path source = fixture.resolve("G_ema.pth");
        try (Checkpoint checkpoint = Checkpoint.open(source)) {
            GeneratorImporter.read(checkpoint.stateDict(), new SourceFile("G_ema.pth", "-"), graph, epsilons, List.of())
                    .write(file);
        }
    }

    private static NDArray read(NDManager scope, Path file) {
        NpyArray array = NpyFile.read(file);
        return scope.create(array.floats(), new Shape(array.shape()));
    }
}
