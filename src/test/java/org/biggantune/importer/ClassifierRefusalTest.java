package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.AbstractThrowableAssert;
import org.biggantune.archive.ComputedTensor;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.random.RandomResNet;
import org.biggantune.support.NarrowClassifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What does not fit a classifier's architecture is told in one line. */
class ClassifierRefusalTest {
    private static final ComputedTensor ODD = new ComputedTensor(new long[] {2, 2}, i -> 0);

    @TempDir
    Path folder;

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Map<String, ComputedTensor> tensors, Optional<ClassifierFamily> family, Class<? extends Exception> type) {
        return assertThatThrownBy(() -> imported(NarrowClassifiers.stateDict(tensors), family, false, Graph.FOLDED))
                .isInstanceOf(type)
                .hasMessageStartingWith("narrow.pth: ")
                .hasMessageNotContaining("\n");
    }

    private void imported(StateDict tensors, Optional<ClassifierFamily> family, boolean transformInput, Graph graph) {
        ClassifierImportOptions options = new ClassifierImportOptions(
                family, graph, OptionalInt.empty(), Optional.empty(), transformInput, List.of());
        ClassifierImporter.read(tensors, tensors, new SourceFile("narrow.pth", "-"), options)
                .write(folder.resolve("c.pt"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            squeezenet1_1 | features.6.expand3x3.weight               | a SqueezeNet (squeezenet1_1)
            squeezenet1_0 | classifier.1.bias                         | a SqueezeNet (squeezenet1_0)
            vgg16         | features.10.weight                        | a VGG network
            vgg11_bn      | features.5.running_var                    | a VGG network
            inception_v3  | Mixed_6c.branch7x7dbl_3.conv.weight       | an Inception v3
            inception_v3  | fc.bias                                   | an Inception v3
            densenet      | features.denseblock2.denselayer2.norm2.bias | a DenseNet
            densenet      | features.norm5.running_mean               | a DenseNet
            """)
    void read_tensorMissing_isNamed(String network, String name, String architecture) throws IOException {
        Map<String, ComputedTensor> tensors = NarrowClassifiers.tensors(network);
        tensors.remove(name);
        assertRefused(tensors, Optional.empty(), UnsupportedInputException.class)
                .hasMessageContaining(": does not fit " + architecture + ": 1 tensor missing (" + name + ")");
    }

    @Test
    void read_severalMisfits_areAllCounted() throws IOException {
        Map<String, ComputedTensor> tensors = NarrowClassifiers.tensors("squeezenet1_0");
        tensors.remove("features.0.bias");
        tensors.put("features.4.squeeze.bias", ODD);
        for (int i = 1; i <= 5; i++) {
            tensors.put("extra." + i, ODD);
        }
        assertRefused(tensors, Optional.empty(), UnsupportedInputException.class)
                .hasMessage("narrow.pth: does not fit a SqueezeNet (squeezenet1_0): 1 tensor missing (features.0.bias);"
                        + " 1 tensor of another shape (features.4.squeeze.bias [2, 2] instead of [3]); 5 tensors not known"
                        + " (extra.1, extra.2, extra.3 and 2 more)");
    }

    @Test
    void read_residualNetworkWithoutABatchNorm_namesIt() throws IOException {
        StateDict tensors = RandomResNet.tensors("resnet18", 5, 1)
                .orElseThrow()
                .renamed(name -> name.replace("layer2.1.bn2.running_var", "layer2.1.bn3.running_var"));
        assertThatThrownBy(() -> imported(tensors, Optional.empty(), false, Graph.FOLDED))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageEndingWith(": does not fit a residual network: 1 tensor missing (layer2.1.bn2.running_var);"
                        + " 1 tensor not known (layer2.1.bn3.running_var)");
    }

    @ParameterizedTest
    @EnumSource(ClassifierFamily.class)
    void read_asAnotherFamily_isRefusedWithWhatDoesNotFit(ClassifierFamily family) throws IOException {
        String other = family == ClassifierFamily.SQUEEZENET ? "vgg16" : "squeezenet1_1";
        assertRefused(NarrowClassifiers.tensors(other), Optional.of(family), UnsupportedInputException.class)
                .hasMessageContaining(": does not fit a")
                .hasMessageContaining(" missing (")
                .hasMessageContaining(" not known (");
    }

    @Test
    void read_somethingElse_namesTheFamilies() {
        assertRefused(Map.of("a", ODD), Optional.empty(), UnsupportedInputException.class)
                .hasMessage("narrow.pth: not a classifier that can be imported: the names of its 1 tensors match none"
                        + " of alexnet, densenet, inception_v3, resnet, squeezenet, vgg; give one with --arch to see what"
                        + " does not match");
        assertThatThrownBy(() -> ClassifierFamily.named("--arch", "lenet"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--arch lenet: expected one of alexnet, densenet, inception_v3, resnet, squeezenet, vgg");
    }

    @Test
    void read_transformOfAnotherFamily_isAConflict() throws IOException {
        StateDict tensors = NarrowClassifiers.stateDict(NarrowClassifiers.tensors("vgg16"));
        assertThatThrownBy(() -> imported(tensors, Optional.empty(), true, Graph.FOLDED))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessage("--transform-input is for inception_v3, but narrow.pth is read as vgg");
    }

    @ParameterizedTest
    @EnumSource(Graph.class)
    void write_negativeVarianceOrWeightThatIsNoNumber_isNamed(Graph graph) throws IOException {
        Map<String, ComputedTensor> tensors = NarrowClassifiers.tensors("densenet");
        tensors.put("features.norm5.running_var", new ComputedTensor(new long[] {12}, i -> 4 - i));
        StateDict negative = NarrowClassifiers.stateDict(tensors);
        assertThatThrownBy(() -> imported(negative, Optional.empty(), false, graph))
                .isInstanceOf(CorruptInputException.class)
                .hasMessage("narrow.pth: tensor 'features.norm5.running_var' has a negative variance at 5");
        tensors.put("features.norm5.running_var", new ComputedTensor(new long[] {12}, i -> i == 3 ? Float.NaN : 1));
        StateDict notFinite = NarrowClassifiers.stateDict(tensors);
        assertThatThrownBy(() -> imported(notFinite, Optional.empty(), false, graph))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("tensor 'features.norm5.running_var' is NaN at index 3 of 12");
    }
}
