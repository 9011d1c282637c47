package org.biggantune.command.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.importer.ClassifierImportOptions;
import org.biggantune.importer.ClassifierImporter;
import org.biggantune.importer.GeneratorImporter;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.importer.random.BigGanSize;
import org.biggantune.importer.random.RandomBigGan;
import org.biggantune.importer.random.RandomClassifier;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted of programs that really run, beside what others have counted and what a list of layers gives. */
class PublishedFlopsTest {
    private static final SourceFile SOURCE = new SourceFile("random", "-");

    @TempDir
    private Path folder;

    /** Multiply-adds of one picture of 224 × 224, in thousand millions, as torchvision's documentation lists them. */
    @ParameterizedTest
    @CsvSource({"alexnet, 0.71", "resnet18, 1.81", "resnet50, 4.09"})
    void flops_ofAClassifier_areTorchvisionsFigure(String name, double published) {
        Path file = folder.resolve("classifier.pt");
        StateDict tensors = RandomClassifier.tensors(name, 1000, 0).orElseThrow();
        ClassifierImporter.read(tensors, tensors, SOURCE, ClassifierImportOptions.of(Graph.REFERENCE))
                .write(file);
        Path trace = folder.resolve("trace.json");
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Classifier classifier = Classifier.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            runtime.profile(trace, () -> classifier.logits(scope.ones(new Shape(1, 3, 224, 224))));
        }
        StepProfile profile = StepProfile.of(OperatorTrace.read(trace), 1, false);
        assertThat(profile.flops() / 2e9).isCloseTo(published, within(0.006));
        assertThat(profile.uncounted()).isEmpty();
    }

    /** A layer: what its weight has, and for how many places or rows it is used. */
    private record Layer(double weights, double places) {
        double flops() {
            return 2 * weights * places;
        }
    }

    /**
     * BigGAN-128's layers after the paper's table (Brock et al., 2019, appendix B), a sixth as wide: 4 × 4 to 128 × 128
     * pixels, blocks of two 3 × 3 convolutions and a 1 × 1 shortcut at the size behind up-sampling, self-attention at 64 ×
     * 64 with keys of half its size.
     */
    @Test
    void flops_ofBigGan128_areThoseOfItsLayers() {
        int width = 16;
        int images = 2;
        StepProfile profile = generator(BigGanSize.PIXELS_128, width, images, Graph.REFERENCE);

        int[] channels = {16, 16, 8, 4, 2, 1};
        double convolutions = 0;
        for (int block = 0; block < 5; block++) {
            double in = channels[block] * width;
            double out = channels[block + 1] * width;
            double places = Math.pow(8 << block, 2) * images;
            convolutions += new Layer(in * out * 9, places).flops();
            convolutions += new Layer(out * out * 9, places).flops();
            convolutions += new Layer(in * out, places).flops();
        }
        convolutions += new Layer(width * 3 * 9, 128 * 128 * images).flops();
        double attention = 2 * width;
        double queries = 64 * 64;
        double keys = 32 * 32;
        convolutions += 2 * new Layer(attention * attention / 8, queries * images).flops();
        convolutions += 2 * new Layer(attention * attention / 2, queries * images).flops();
        double products = 2 * images * queries * keys * (attention / 8 + attention / 2);

        assertThat(flops(profile, "aten::convolution")).isEqualTo(convolutions);
        assertThat(flops(profile, "aten::bmm")).isEqualTo(products);
        assertThat(profile.uncounted()).isEmpty();
        // The folded graph draws the same with less; what is behind each block's first convolution stays.
        assertThat(generator(BigGanSize.PIXELS_128, width, images, Graph.FOLDED).flops())
                .isBetween(0.5 * profile.flops(), 0.85 * profile.flops());
    }

    private StepProfile generator(BigGanSize size, int width, int images, Graph graph) {
        Path file = folder.resolve("generator.pt");
        GeneratorImporter.read(
                        RandomBigGan.tensors(size.architecture(width, 4), 0),
                        SOURCE,
                        graph,
                        Epsilons.DEFAULT,
                        List.of())
                .write(file);
        Path trace = folder.resolve("trace.json");
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            runtime.profile(
                    trace,
                    () -> generator.images(
                            scope.ones(new Shape(images, generator.metadata().latentSize())),
                            scope.ones(new Shape(images, generator.metadata().embeddingSize()))));
        }
        return StepProfile.of(OperatorTrace.read(trace), 1, false);
    }

    private static double flops(StepProfile profile, String operator) {
        return profile.operators().stream()
                .filter(share -> share.name().equals(operator))
                .mapToDouble(OperatorShare::flops)
                .sum();
    }
}
