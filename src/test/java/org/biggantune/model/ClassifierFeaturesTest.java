package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.TorchScriptWriter;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.support.DemoModels;
import org.biggantune.support.Fixtures;
import org.biggantune.support.Relative;
import org.biggantune.support.RuntimeTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierFeaturesTest extends RuntimeTests {
    private static final String FORWARD =
            "class Net(Module):\n  def forward(self, x: Tensor) -> Tensor:\n    return x\n";

    @TempDir
    Path folder;

    @Test
    void features_ofTheDemoClassifier_giveLogitsAndTheirGradientsWithTheCheckpointsLastLayer() {
        try (Classifier classifier = Classifier.open(DemoModels.classifier(folder), Optional.empty(), runtime);
                Checkpoint checkpoint = Checkpoint.open(Fixtures.require("demo/demo_classifier.pth"))) {
            assertThat(map(classifier, waves(3)).getShape()).isEqualTo(new Shape(3, 64, 8, 8));
            StateDict tensors = checkpoint.stateDict();
            NDArray weight = scope.create(tensors.finiteFloats("fc.weight"), new Shape(10, 64));
            NDArray bias = scope.create(tensors.finiteFloats("fc.bias"));
            Function<NDArray, NDArray> byHand = input -> {
                NDArray pooled = map(classifier, input).reshape(3, 64, 64).mean(new int[] {2});
                return pooled.matMul(weight.transpose()).add(bias);
            };
            assertThat(Relative.maxDifference(logits(byHand), logits(classifier::logits)))
                    .isLessThan(1e-5);
            float[] gradient = gradient(classifier::logits);
            assertThat(Relative.distance(gradient(byHand), gradient)).isLessThan(1e-5);
            assertThat(Relative.distance(
                            gradient(input -> classifier.answer(input, "layer2").logits()), gradient))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void answer_ofEveryLayer_hasTheLogitsAndTheLayersShape() {
        try (Classifier classifier = Classifier.open(DemoModels.judge(folder), Optional.empty(), runtime)) {
            assertThat(classifier.metadata().featureMaps()).containsExactly("layer1", "layer2", "layer3");
            NDArray input = waves(2);
            float[] logits = classifier.logits(input).toFloatArray();
            long[][] shapes = {{2, 24, 32, 32}, {2, 48, 16, 16}, {2, 96, 8, 8}};
            for (int layer = 1; layer <= 3; layer++) {
                Classifier.Output answer = classifier.answer(input, "layer" + layer);
                assertThat(answer.logits().toFloatArray()).isEqualTo(logits);
                assertThat(answer.features().getShape().getShape()).isEqualTo(shapes[layer - 1]);
            }
        }
    }

    @Test
    void featureMap_choice_isTheMetadatasOrAnyLayer() {
        Path file = DemoModels.classifier(folder);
        try (Classifier classifier = Classifier.open(file, Optional.empty(), runtime)) {
            assertThat(classifier.featureMap("auto")).isEqualTo("layer3");
            assertThat(classifier.featureMap("layer1")).isEqualTo("layer1");
            assertThatThrownBy(() -> classifier.featureMap("layer4"))
                    .isInstanceOf(SettingsConflictException.class)
                    .hasMessage(file + ": this classifier has no feature map 'layer4', expected one of layer1, layer2,"
                            + " layer3 or auto");
        }
    }

    @Test
    void featureMap_ofAProgramThatGivesLogitsOnly_isRefused() throws IOException {
        Path file = program(FORWARD, "", List.of());
        try (Classifier classifier = Classifier.open(file, Optional.empty(), runtime)) {
            assertThatThrownBy(() -> classifier.featureMap("auto"))
                    .isInstanceOf(UnsupportedInputException.class)
                    .hasMessage(file + ": this classifier provides no feature maps; import its checkpoint again with:"
                            + " biggan-tune import classifier CHECKPOINT -o MODEL.pt");
        }
    }

    @Test
    void features_whichOnlyTheMetadataHas_areAnErrorOfTheFile() throws IOException {
        String wrongCount = FORWARD + "  def forward_with_a(self, x: Tensor) -> Tensor:\n    return x\n";
        Path file = program(wrongCount, "a", List.of("a", "b"));
        try (Classifier classifier = Classifier.open(file, Optional.empty(), runtime)) {
            NDArray input = waves(1);
            assertThatThrownBy(() -> classifier.answer(input, "b"))
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageStartingWith(file + ": the program failed: ")
                    .hasMessageContaining("forward_with_b");
            assertThatThrownBy(() -> classifier.answer(input, "a"))
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessage(file + ": the program's method forward_with_a returns 1 tensors, expected 2");
        }
    }

    private static NDArray map(Classifier classifier, NDArray input) {
        return classifier.answer(input, classifier.featureMap("auto")).features();
    }

    private float[] logits(Function<NDArray, NDArray> network) {
        return network.apply(waves(3)).toFloatArray();
    }

    private float[] gradient(Function<NDArray, NDArray> network) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray input = waves(3);
            input.setRequiresGradient(true);
            collector.backward(network.apply(input).get(new NDIndex(":, 4")).sum());
            return input.getGradient().toFloatArray();
        }
    }

    private NDArray waves(int count) {
        float[] values = new float[count * 3 * 32 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) StrictMath.sin(0.01 * i + 1e-5 * i * i);
        }
        return scope.create(values, new Shape(count, 3, 32, 32));
    }

    private Path program(String source, String featureMap, List<String> featureMaps) throws IOException {
        Path file = folder.resolve("foreign.pt");
        ClassifierMetadata metadata = new ClassifierMetadata(
                "other",
                32,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                List.of("a"),
                Graph.FOLDED,
                Precision.FP32,
                new SourceFile("c.pth", "-"),
                featureMap,
                featureMaps);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            TorchScriptWriter.write(
                    channel,
                    "foreign",
                    ScriptModule.of("Net"),
                    source,
                    Map.of(MetadataFormat.FILE, MetadataFormat.of(metadata)));
        }
        return file;
    }
}
