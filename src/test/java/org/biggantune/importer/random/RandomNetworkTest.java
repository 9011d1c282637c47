package org.biggantune.importer.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.TreeSet;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.StoredTensor;
import org.biggantune.domain.Graph;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.alexnet.AlexNet;
import org.biggantune.importer.biggan.BigGanArchitecture;
import org.biggantune.importer.resnet.ResNetArchitecture;
import org.biggantune.support.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RandomNetworkTest {
    @ParameterizedTest
    @EnumSource(BigGanSize.class)
    void bigGan_ofEachSize_readsAsItsArchitecture(BigGanSize size) {
        BigGanArchitecture architecture = size.architecture(size.width(), 1000);
        assertThat(BigGanArchitecture.read(RandomBigGan.tensors(architecture, 0)))
                .isEqualTo(architecture);
        assertThat(architecture.resolution()).isEqualTo(size.pixels());
    }

    /** Lengths of z in the published configurations. */
    @ParameterizedTest
    @CsvSource({"32, 80", "64, 100", "128, 120", "256, 140", "512, 128"})
    void bigGan_ofEachSize_hasThePublishedLatent(int pixels, int latentSize) {
        BigGanSize size = BigGanSize.ofPixels(pixels);
        assertThat(size.architecture(size.width(), 1000).latentSize()).isEqualTo(latentSize);
    }

    /** The original paper counts 70.43 million for 128 pixels. */
    @Test
    void bigGan_of128Pixels_hasThePublishedCountOfWeights() {
        BigGanSize size = BigGanSize.PIXELS_128;
        StateDict tensors = RandomBigGan.tensors(size.architecture(size.width(), 1000), 0);
        assertThat(weights(tensors)).isBetween(70_400_000L, 70_500_000L);
    }

    @ParameterizedTest
    @CsvSource({"64, biggan-64", "128, biggan-128", "256, biggan-256", "512, biggan-512"})
    void bigGan_names_areThoseOfTheOriginal(int pixels, String fixture) {
        BigGanSize size = BigGanSize.ofPixels(pixels);
        StateDict tensors = RandomBigGan.tensors(size.architecture(8, 10), 0);
        assertThat(new TreeSet<>(tensors.names())).isEqualTo(namesIn("fixtures/generators/" + fixture + "/G_ema.pth"));
    }

    /** Counts as torchvision's documentation gives them. */
    @ParameterizedTest
    @CsvSource({"resnet18, 11689512", "resnet50, 25557032"})
    void resNet_ofEachName_hasTorchvisionsCountOfWeights(String name, long count) {
        StateDict tensors = RandomResNet.tensors(name, 1000, 0).orElseThrow();
        assertThat(weights(tensors)).isEqualTo(count);
        assertThat(ResNetArchitecture.read(tensors).labels()).isEqualTo(1000);
    }

    /** Torchvision's documentation counts 61,100,840. */
    @Test
    void alexNet_ofThePublishedWidth_hasTorchvisionsCountOfWeights() {
        StateDict tensors = RandomClassifier.tensors("alexnet", 1000, 0).orElseThrow();
        assertThat(weights(tensors)).isEqualTo(61_100_840L);
        assertThat(AlexNet.read(tensors, Graph.FOLDED).labels()).isEqualTo(1000);
        assertThat(new TreeSet<>(tensors.names()))
                .isEqualTo(namesIn("fixtures/classifiers/alexnet-narrow/alexnet-owt-narrow.pth"));
    }

    @Test
    void resNet_names_areThoseOfTorchvision() {
        Set<String> expected = namesIn("fixtures/classifiers/resnet50-narrow/resnet50-narrow.pth");
        expected.removeIf(name -> name.endsWith("num_batches_tracked"));
        assertThat(new TreeSet<>(
                        RandomResNet.tensors("resnet50", 10, 0).orElseThrow().names()))
                .isEqualTo(expected);
        assertThat(RandomClassifier.tensors("vgg16", 10, 0)).isEmpty();
    }

    @Test
    void weights_ofOneSeed_areTheSameAndOfAnotherNot() {
        BigGanArchitecture architecture = BigGanSize.PIXELS_32.architecture(8, 10);
        float[] weight = RandomBigGan.tensors(architecture, 1).finiteFloats("linear.weight");
        assertThat(RandomBigGan.tensors(architecture, 1).finiteFloats("linear.weight"))
                .isEqualTo(weight);
        assertThat(RandomBigGan.tensors(architecture, 2).finiteFloats("linear.weight"))
                .isNotEqualTo(weight);
        assertThat(RandomBigGan.tensors(architecture, 1).finiteFloats("blocks.0.0.conv1.weight"))
                .isNotEqualTo(weight);
    }

    @Test
    void ofPixels_anotherSize_isRefused() {
        assertThatThrownBy(() -> BigGanSize.ofPixels(100))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--size 100: expected 32, 64, 128, 256 or 512");
    }

    private static long weights(StateDict tensors) {
        return tensors.names().stream()
                .filter(name -> !name.matches(".*(stored_|running_).*|.*\\.s?[uv]0"))
                .map(tensors::get)
                .mapToLong(StoredTensor::elementCount)
                .sum();
    }

    private static Set<String> namesIn(String fixture) {
        try (Checkpoint checkpoint = Checkpoint.open(Fixtures.require(fixture))) {
            return new TreeSet<>(checkpoint.stateDict().names());
        }
    }
}
