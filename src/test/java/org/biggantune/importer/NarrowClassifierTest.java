package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.archive.ComputedTensor;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.model.Classifier;
import org.biggantune.model.ModelFile;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.NarrowClassifiers;
import org.biggantune.support.Relative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logits, gradients and feature maps of networks a few channels wide against those that PyTorch gave. */
class NarrowClassifierTest {
    private static final int KEPT = 7;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "squeezenet1_0, 64, FOLDED",
        "squeezenet1_0, 64, REFERENCE",
        "squeezenet1_1, 64, FOLDED",
        "squeezenet1_1, 64, REFERENCE",
        "vgg16, 64, FOLDED",
        "vgg16, 64, REFERENCE",
        "vgg11_bn, 64, FOLDED",
        "vgg11_bn, 64, REFERENCE",
        "inception_v3, 75, FOLDED",
        "inception_v3, 75, REFERENCE",
        "inception_v3_transform, 75, FOLDED",
        "inception_v3_transform, 75, REFERENCE",
        "densenet, 64, FOLDED",
        "densenet, 64, REFERENCE",
    })
    void classifier_imported_answersAsPyTorch(String network, int size, Graph graph) throws IOException {
        Path file = write(network, graph);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Classifier classifier = Classifier.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray input = scope.create(NarrowClassifiers.input(size), new Shape(2, 3, size, size));
            input.setRequiresGradient(true);
            NDArray logits = classifier.logits(input);
            float[] expected = NarrowClassifiers.expected(network, "logits");
            assertThat(Relative.maxDifference(logits.toFloatArray(), expected)).isLessThan(2e-4);
            collector.backward(logits.get(new NDIndex(":, 1")).sum());
            assertThat(Relative.distance(kept(input.getGradient()), NarrowClassifiers.expected(network, "gradient")))
                    .isLessThan(1e-3);
            NDArray map =
                    classifier.answer(input, classifier.metadata().featureMap()).features();
            assertThat(Relative.distance(kept(map), NarrowClassifiers.expected(network, "features")))
                    .isLessThan(1e-4);
            for (String layer : classifier.metadata().featureMaps()) {
                float[] found = classifier.answer(input, layer).logits().toFloatArray();
                assertThat(Relative.maxDifference(found, expected)).as(layer).isLessThan(2e-4);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "squeezenet1_0, squeezenet, squeezenet1_0, 224, features, 0.485",
        "squeezenet1_1, squeezenet, squeezenet1_1, 224, features, 0.485",
        "vgg16, vgg, vgg16, 224, conv1_2 conv2_2 conv3_3 conv4_3 conv5_3 features, 0.485",
        "vgg11_bn, vgg, vgg11_bn, 224, conv1_1 conv2_1 conv3_2 conv4_2 conv5_2 features, 0.485",
        "inception_v3, inception_v3, inception_v3, 299, stem Mixed_5d Mixed_6e Mixed_7c, 0.5",
        "inception_v3_transform, inception_v3, inception_v3, 299, stem Mixed_5d Mixed_6e Mixed_7c, 0.485",
        "densenet, densenet, densenet21, 224, denseblock1 denseblock2 denseblock3 denseblock4 features, 0.485",
    })
    void metadata_ofANetwork_isItsArchitectures(
            String network, String family, String variant, int size, String maps, double mean) throws IOException {
        StateDict tensors = NarrowClassifiers.stateDict(NarrowClassifiers.tensors(base(network)));
        assertThat(ClassifierFamily.of(tensors)
                        .orElseThrow()
                        .read(tensors, Graph.FOLDED, false)
                        .variant())
                .isEqualTo(variant);
        ClassifierMetadata metadata =
                ModelFile.classifier(write(network, Graph.FOLDED)).metadata();
        assertThat(metadata.family()).isEqualTo(family);
        assertThat(metadata.inputSize()).isEqualTo(size);
        assertThat(metadata.labels()).hasSize(7).startsWith("label 0");
        assertThat(String.join(" ", metadata.featureMaps())).isEqualTo(maps);
        assertThat(maps).endsWith(metadata.featureMap());
        assertThat(metadata.mean().get(0)).isEqualTo(mean);
        assertThat(metadata.std().get(0)).isEqualTo(mean == 0.5 ? 0.5 : 0.229);
    }

    @Test
    void normaliser_besideTheNetwork_becomesMeanAndStd() throws IOException {
        Map<String, ComputedTensor> all = NarrowClassifiers.tensors("squeezenet1_1");
        StateDict network = NarrowClassifiers.stateDict(all);
        all.put("module.normalizer.new_mean", new ComputedTensor(new long[] {3, 1, 1}, i -> 0.25f * i));
        all.put("module.normalizer.new_std", new ComputedTensor(new long[] {3, 1, 1}, i -> 0.5f + 0.125f * i));
        Path file = folder.resolve("robust.pt");
        ClassifierImporter.read(
                        network,
                        NarrowClassifiers.stateDict(all),
                        new SourceFile("narrow.pth", "-"),
                        ClassifierImportOptions.of(Graph.FOLDED))
                .write(file);
        assertThat(ModelFile.classifier(file).metadata().mean()).containsExactly(0.0, 0.25, 0.5);
        assertThat(ModelFile.classifier(file).metadata().std()).containsExactly(0.5, 0.625, 0.75);
    }

    @Test
    void names_ofPublishedCheckpoints_areTakenForTodays() throws IOException {
        assertThat(read("densenet", "(denselayer\\d+\\.(?:norm|conv))(\\d)", "$1.$2"))
                .isEqualTo("densenet21");
        assertThat(read("vgg16", "^features\\.", "features.module.")).isEqualTo("vgg16");
    }

    private String read(String network, String today, String published) throws IOException {
        Map<String, ComputedTensor> renamed = new LinkedHashMap<>();
        NarrowClassifiers.tensors(network)
                .forEach((name, tensor) -> renamed.put(name.replaceAll(today, published), tensor));
        assertThat(renamed)
                .doesNotContainKeys(NarrowClassifiers.tensors(network).keySet().stream()
                        .filter(name ->
                                name.matches(".*" + (network.equals("vgg16") ? "features\\.\\d.*" : "\\.norm1\\..*")))
                        .toArray(String[]::new));
        StateDict tensors = NarrowClassifiers.stateDict(renamed);
        return ClassifierFamily.of(tensors)
                .orElseThrow()
                .read(tensors, Graph.FOLDED, false)
                .variant();
    }

    private Path write(String network, Graph graph) throws IOException {
        StateDict tensors = NarrowClassifiers.stateDict(NarrowClassifiers.tensors(base(network)));
        ClassifierImportOptions options = new ClassifierImportOptions(
                Optional.empty(),
                graph,
                OptionalInt.empty(),
                Optional.empty(),
                !network.equals(base(network)),
                List.of());
        Path file = folder.resolve(network + ".pt");
        ClassifierImporter.read(tensors, tensors, new SourceFile("narrow.pth", "-"), options)
                .write(file);
        return file;
    }

    private static String base(String network) {
        return network.replace("_transform", "");
    }

    private static float[] kept(NDArray array) {
        return array.flatten().get(new NDIndex("::" + KEPT)).toFloatArray();
    }
}
