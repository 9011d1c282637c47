package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.model.Classifier;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.Fixtures;
import org.biggantune.support.Relative;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logits and gradients of imported classifiers against those that the original code gave. */
class ClassifierFixtureTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "alexnet-narrow, alexnet-owt-narrow.pth, FOLDED",
        "alexnet-narrow, alexnet-owt-narrow.pth, REFERENCE",
        "alexnet-narrow-places, alexnet_places365.pth.tar, FOLDED",
        "alexnet-narrow-places, alexnet_places365.pth.tar, REFERENCE",
        "resnet50-narrow, resnet50-narrow.pth, FOLDED",
        "resnet50-narrow, resnet50-narrow.pth, REFERENCE",
        "resnet50-narrow-robust, ImageNet.pt, FOLDED",
        "resnet50-narrow-robust, ImageNet.pt, REFERENCE",
        "resnet18-narrow-places, resnet18_places365.pth.tar, FOLDED",
        "resnet18-narrow-places, resnet18_places365.pth.tar, REFERENCE",
        "cifar10-resnet20-real, resnet20-12fca82f.th, FOLDED",
        "cifar10-resnet20-real, resnet20-12fca82f.th, REFERENCE",
        "cifar10-resnet56-real, resnet56-4bfd9763.th, FOLDED",
        "cifar10-resnet56-real, resnet56-4bfd9763.th, REFERENCE",
    })
    void classifier_imported_matchesTheOriginal(String name, String checkpoint, Graph graph) {
        Path fixture = Fixtures.require("fixtures/classifiers/" + name);
        Path file = folder.resolve("c.pt");
        write(fixture.resolve(checkpoint), graph, file);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Classifier classifier = Classifier.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NpyArray array = NpyFile.read(fixture.resolve("input.npy"));
            NDArray input = scope.create(array.floats(), new Shape(array.shape()));
            input.setRequiresGradient(true);
            NDArray logits = classifier.logits(input);
            assertThat(Relative.maxDifference(
                            logits.toFloatArray(),
                            NpyFile.read(fixture.resolve("logits.npy")).floats()))
                    .isLessThan(2e-4);

            collector.backward(logits.get(new NDIndex(":, 1")).sum());
            NpyArray expected = NpyFile.read(fixture.resolve("grad_input_of_sum_logit1.npy"));
            assertThat(Relative.distance(input.getGradient().toFloatArray(), expected.floats()))
                    .isLessThan(1e-3);
        }
    }

    private static void write(Path source, Graph graph, Path file) {
        try (Checkpoint checkpoint = Checkpoint.open(source)) {
            ClassifierImporter.read(
                            checkpoint.stateDict(),
                            checkpoint.allTensors(),
                            new SourceFile("c.pth", "-"),
                            ClassifierImportOptions.of(graph))
                    .write(file);
        }
    }
}
