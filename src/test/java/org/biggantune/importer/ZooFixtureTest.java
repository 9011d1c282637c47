package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.ModelFile;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.Fixtures;
import org.biggantune.support.RecordedGradient;
import org.biggantune.support.Relative;
import org.biggantune.support.TestCheckpoints;
import org.biggantune.support.TestCheckpoints.Tensor;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traced programs in the layout of DJL's model zoo against what they themselves gave in PyTorch. */
class ZooFixtureTest {
    private static final String ZOO = "fixtures/djl-zoo/";

    @TempDir
    Path folder;

    private Path program(String application, String artifact, String name) throws IOException {
        Path packed = Fixtures.require(ZOO + "repository/model/cv/" + application + "/ai/djl/pytorch/" + artifact
                + "/0.0.1/" + name + ".pt.gz");
        Path program = folder.resolve(name + ".pt");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
            Files.copy(in, program);
        }
        return program;
    }

    private static float[] floats(String name) {
        return NpyFile.read(Fixtures.require(ZOO + "expected/" + name + ".npy")).floats();
    }

    private static NDArray array(NDManager scope, String name) {
        NpyArray array = NpyFile.read(Fixtures.require(ZOO + "expected/" + name + ".npy"));
        return scope.create(array.floats(), new Shape(array.shape()));
    }

    private static void succeed(ToolRun run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"folded", "reference"})
    void zooGenerator_imported_givesTheRecordedImagesAndGradients(String graph) throws IOException {
        Path program = program("image_generation", "biggan-deep", "biggan-deep-128");
        Path file = folder.resolve("g.pt");
        succeed(ToolRun.of("import", program, "-o", file, "--truncation", 0.5, "--graph", graph));
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            assertThat(generator.metadata().family()).isEqualTo("biggan-deep-hf");
            assertThat(generator.metadata().truncation()).isEqualTo(0.5);
            assertThat(generator.metadata().classNames()).hasSize(1000).contains("computer keyboard");
            float[] ids = NpyFile.read(Fixtures.require(ZOO + "expected/biggan-deep-128/class_ids.npy"))
                    .floats();
            NDArray y = array(scope, "biggan-deep-128/y");
            for (int i = 0; i < ids.length; i++) {
                assertThat(generator.embeddings().row((int) ids[i]))
                        .containsExactly(y.get(i).toFloatArray());
            }
            NDArray z = array(scope, "biggan-deep-128/z");
            assertThat(Relative.maxDifference(generator.images(z, y).toFloatArray(), floats("biggan-deep-128/images")))
                    .isLessThan(2e-4);
            assertThat(RecordedGradient.distance(generator, z, y, floats("biggan-deep-128/grad_y")))
                    .isLessThan(1e-3);
        }
    }

    /** The tensors hold the statistics of all truncations, though the traced code knows that of 0.5 alone. */
    @ParameterizedTest
    @ValueSource(strings = {"1.0", "0.4", "0.47"})
    void zooGenerator_atAnotherTruncation_drawsWhatItsTensorsDoAsACheckpoint(String truncation) throws IOException {
        Path program = program("image_generation", "biggan-deep", "biggan-deep-128");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (TorchScriptArchive archive = TorchScriptArchive.open(program)) {
            StateDict dict = archive.tensors();
            dict.names()
                    .forEach(name -> tensors.put(
                            name,
                            new Tensor(dict.get(name).shape(), dict.get(name).floats())));
        }
        Path checkpoint = TestCheckpoints.write(folder.resolve("pytorch_model.bin"), tensors);
        Path traced = folder.resolve("traced.pt");
        Path read = folder.resolve("read.pt");
        succeed(ToolRun.of("import", "generator", program, "-o", traced, "--truncation", truncation));
        succeed(ToolRun.of(
                "import", "generator", checkpoint, "-o", read, "--truncation", truncation, "--graph", "reference"));
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator first = Generator.open(traced, Optional.empty(), runtime);
                Generator second = Generator.open(read, Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            NDArray z = array(scope, "biggan-deep-128/z").mul(2 * Float.parseFloat(truncation));
            NDArray y = array(scope, "biggan-deep-128/y");
            assertThat(Relative.maxDifference(
                            first.images(z, y).toFloatArray(),
                            second.images(z, y).toFloatArray()))
                    .isLessThan(2e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"folded", "reference"})
    void zooClassifier_imported_givesTheRecordedLogitsAndGradients(String graph) throws IOException {
        Path program = program("image_classification", "resnet", "traced_resnet18");
        Path file = folder.resolve("c.pt");
        succeed(ToolRun.of("import", program, "-o", file, "--graph", graph));
        assertThat(ModelFile.classifier(file).metadata().family()).isEqualTo("resnet");
        assertThat(ModelFile.classifier(file).metadata().inputSize()).isEqualTo(224);
        assertThat(ModelFile.classifier(file).metadata().mean()).isEqualTo(List.of(0.485, 0.456, 0.406));
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Classifier classifier = Classifier.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray input = array(scope, "traced_resnet18/input");
            input.setRequiresGradient(true);
            NDArray logits = classifier.logits(input);
            assertThat(Relative.maxDifference(logits.toFloatArray(), floats("traced_resnet18/logits")))
                    .isLessThan(2e-4);
            collector.backward(logits.get(new NDIndex(":, 1")).sum());
            assertThat(Relative.distance(
                            input.getGradient().toFloatArray(), floats("traced_resnet18/grad_input_of_sum_logit1")))
                    .isLessThan(1e-3);
        }
    }
}
