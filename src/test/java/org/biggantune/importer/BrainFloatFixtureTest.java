package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.SourceFile;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.Fixtures;
import org.biggantune.support.NarrowClassifiers;
import org.biggantune.support.Relative;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Programs in bfloat16 against what the original code gave in float32. The distances that are allowed are twice those
 * of PyTorch 2.13 itself: the original's operations (the reference graph, spectral norms in float64) under {@code
 * torch.autocast("cpu", torch.bfloat16)}, from the same inputs. The gradients belong to sums of numbers with changing
 * signs, which nearly cancel, so that their relative error is large for everybody.
 */
class BrainFloatFixtureTest {
    private static final double ROOM = 2;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "biggan-32-nohier, 4.79e-3, 1.29e-1",
        "biggan-64, 1.40e-2, 5.80e-2",
        "biggan-128, 1.28e-2, 2.01e-1",
        "biggan-256, 2.06e-2, 3.23e-1",
        "biggan-512, 1.17e-2, 3.24e-1",
        "biggan-deep-128, 8.97e-3, 1.45e-1",
    })
    void generator_inBfloat16_isAsNearAsAutocast(String name, double images, double gradient) throws IOException {
        Path fixture = Fixtures.require("fixtures/generators/" + name);
        Path file = folder.resolve("g.pt");
        writeGenerator(fixture, file);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray y = read(scope, fixture.resolve("y.npy"));
            y.setRequiresGradient(true);
            NDArray drawn = generator.images(read(scope, fixture.resolve("z.npy")), y);
            assertThat(drawn.getDataType()).isEqualTo(DataType.FLOAT32);
            assertNear("images", drawn, fixture.resolve("images.npy"), images);
            collector.backward(drawn.mul(cosines(scope, drawn.getShape())).sum());
            assertNear("gradient", y.getGradient(), fixture.resolve("grad_y.npy"), gradient);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "alexnet-narrow, alexnet-owt-narrow.pth, 2.46e-3, 2.74e-1",
        "resnet50-narrow, resnet50-narrow.pth, 3.10e-3, 1.34e-1",
        "resnet18-narrow-places, resnet18_places365.pth.tar, 2.68e-3, 1.03e-1",
        "cifar10-resnet20-real, resnet20-12fca82f.th, 2.95e-3, 1.68e-1",
        "cifar10-resnet56-real, resnet56-4bfd9763.th, 6.38e-3, 1.44e-1",
    })
    void classifier_inBfloat16_isAsNearAsAutocast(String name, String checkpoint, double logits, double gradient) {
        Path fixture = Fixtures.require("fixtures/classifiers/" + name);
        Path file = folder.resolve("c.pt");
        try (Checkpoint source = Checkpoint.open(fixture.resolve(checkpoint))) {
            ClassifierImporter.read(
                            source.stateDict(),
                            source.allTensors(),
                            new SourceFile("c.pth", "-"),
                            ClassifierImportOptions.of(Graph.FOLDED))
                    .write(file, Precision.BF16, () -> {});
        }
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Classifier classifier = Classifier.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray input = read(scope, fixture.resolve("input.npy"));
            input.setRequiresGradient(true);
            NDArray found = classifier.logits(input);
            assertThat(found.getDataType()).isEqualTo(DataType.FLOAT32);
            assertNear("logits", found, fixture.resolve("logits.npy"), logits);
            collector.backward(found.get(new NDIndex(":, 1")).sum());
            Path expected = fixture.resolve("grad_input_of_sum_logit1.npy");
            assertNear("gradient", input.getGradient(), expected, gradient);
        }
    }

    /**
     * Every family's operators, forwards and backwards. The networks are a few channels wide, with random weights:
     * where a pooling finds two numbers equal, the gradient takes another way.
     */
    @ParameterizedTest
    @CsvSource({
        "squeezenet1_0, 64, 1.14e-2, 2.68e-1",
        "squeezenet1_1, 64, 1.83e-3, 1.30",
        "vgg16, 64, 5.98e-3, 3.23e-1",
        "vgg11_bn, 64, 7.42e-3, 3.50e-1",
        "inception_v3, 75, 1.22e-2, 3.79e-1",
        "inception_v3_transform, 75, 9.28e-3, 2.87e-1",
        "densenet, 64, 1.08e-2, 1.69e-1",
    })
    void classifier_ofEachFamily_isAsNearAsAutocast(String network, int size, double logits, double gradient)
            throws IOException {
        Path file = writeNarrow(network);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Classifier classifier = Classifier.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray input = scope.create(NarrowClassifiers.input(size), new Shape(2, 3, size, size));
            input.setRequiresGradient(true);
            NDArray found = classifier.logits(input);
            assertNear("logits", found.toFloatArray(), NarrowClassifiers.expected(network, "logits"), logits);
            collector.backward(found.get(new NDIndex(":, 1")).sum());
            assertNear(
                    "gradient", kept(input.getGradient()), NarrowClassifiers.expected(network, "gradient"), gradient);
            for (String map : classifier.metadata().featureMaps()) {
                Classifier.Output answer = classifier.answer(input, map);
                assertThat(answer.features().getDataType()).as(map).isEqualTo(DataType.FLOAT32);
                assertThat(answer.logits().toFloatArray()).as(map).isEqualTo(found.toFloatArray());
            }
        }
    }

    private Path writeNarrow(String network) throws IOException {
        String base = network.replace("_transform", "");
        StateDict tensors = NarrowClassifiers.stateDict(NarrowClassifiers.tensors(base));
        ClassifierImportOptions options = new ClassifierImportOptions(
                Optional.empty(),
                Graph.FOLDED,
                OptionalInt.empty(),
                Optional.empty(),
                !network.equals(base),
                List.of());
        Path file = folder.resolve(network + ".pt");
        ClassifierImporter.read(tensors, tensors, new SourceFile("narrow.pth", "-"), options)
                .write(file, Precision.BF16, () -> {});
        return file;
    }

    private static float[] kept(NDArray array) {
        return array.flatten().get(new NDIndex("::7")).toFloatArray();
    }

    /** Between a twentieth of what autocast gives, below which nothing was rounded, and twice as much. */
    private static void assertNear(String what, float[] found, float[] expected, double autocast) {
        assertThat(Relative.distance(found, expected)).as(what).isBetween(autocast / 20, ROOM * autocast);
    }

    private static void assertNear(String what, NDArray found, Path expected, double autocast) {
        assertNear(what, found.toFloatArray(), NpyFile.read(expected).floats(), autocast);
    }

    private static void writeGenerator(Path fixture, Path file) throws IOException {
        JsonNode config =
                new ObjectMapper().readTree(fixture.resolve("config.json").toFile());
        Epsilons epsilons = new Epsilons(
                config.get("BN_eps").asDouble(), config.get("SN_eps").asDouble());
        try (Checkpoint checkpoint = Checkpoint.open(fixture.resolve("G_ema.pth"))) {
            GeneratorImporter.read(
                            checkpoint.stateDict(), new SourceFile("G_ema.pth", "-"), Graph.FOLDED, epsilons, List.of())
                    .write(file, Precision.BF16, () -> {});
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
