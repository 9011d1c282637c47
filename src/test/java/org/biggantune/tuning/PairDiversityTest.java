package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.support.DemoModelTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairDiversityTest extends DemoModelTests {
    private static final int SAMPLES = 2048;
    private static final int NUMBERS = 3 * 4 * 4;

    @ParameterizedTest
    @CsvSource({"PIXELWISE, 140,", "PIXELWISE, 80, 0.4", "PIXELWISE, 128, 1", "PIXELWISE, 140, 0.2", "SOFTMAX, 140, 0.4"
    })
    void ratios_ofTheSameImages_meanTheSameForOtherLatents(Diversity kind, int latentSize, Double truncation) {
        double demos = mean(ratios(kind, demo.examiner(), 80, null));
        double others = mean(ratios(kind, demo.examiner(), latentSize, truncation));
        // Distances of few numbers vary more: E 1/χ is 1 + 3/(4d) times the reciprocal of the root of E χ².
        assertThat(others / demos).isCloseTo(1, within(0.01));
    }

    @Test
    void ratios_ofTheDemosLatents_areThoseOfThePaperForAPictureOf32Pixels() {
        float[] plain = plain(80, null);
        float[] scaled = ratios(Diversity.PIXELWISE, demo.examiner(), 80, null);
        for (int pair = 0; pair < plain.length; pair++) {
            assertThat(scaled[pair]).isEqualTo(plain[pair] * (float) Math.sqrt(3 * 32 * 32 / (double) NUMBERS));
        }
    }

    @ParameterizedTest
    @CsvSource({"140,", "128, 0.4"})
    void ratios_withTheReferencesPreparation_areNotScaled(int latentSize, Double truncation) {
        try (ImageClassifier reference =
                new ImageClassifier(demo.runtime(), demo.classifier(), 32, Preprocessing.REFERENCE)) {
            assertThat(ratios(Diversity.PIXELWISE, reference, latentSize, truncation))
                    .containsExactly(plain(latentSize, truncation));
        }
    }

    /** The ratios of the same pictures for other latents. */
    private static float[] ratios(Diversity kind, ImageClassifier examiner, int latentSize, Double truncation) {
        GeneratorMetadata generator = generator(latentSize, truncation);
        try (NDManager scope = demo.runtime().newScope()) {
            NDArray pictures = pictures(scope);
            NDArray logits = pictures.reshape(SAMPLES, NUMBERS);
            PairDiversity diversity = new PairDiversity(new DiversitySettings(kind, 1), examiner, generator);
            return diversity
                    .ratios(
                            new ImageClassifier.View(pictures, logits, Optional.empty()),
                            latents(scope, generator),
                            new Scalars(scope))
                    .toFloatArray();
        }
    }

    private static float[] plain(int latentSize, Double truncation) {
        try (NDManager scope = demo.runtime().newScope()) {
            NDArray latents = latents(scope, generator(latentSize, truncation));
            return PairDiversity.ratios(pictures(scope), latents, new Scalars(scope))
                    .toFloatArray();
        }
    }

    private static NDArray pictures(NDManager scope) {
        float[] numbers = RandomStream.normals(new RandomKey(1, StreamPurpose.BENCH, 0, 0, 0), SAMPLES * NUMBERS);
        return scope.create(numbers, new Shape(SAMPLES, 3, 4, 4));
    }

    private static NDArray latents(NDManager scope, GeneratorMetadata generator) {
        float[] numbers = generator.latents(new RandomKey(2, StreamPurpose.BENCH, 0, 0, 0), SAMPLES);
        return scope.create(numbers, new Shape(SAMPLES, generator.latentSize()));
    }

    private static GeneratorMetadata generator(int latentSize, Double truncation) {
        return new GeneratorMetadata(
                "biggan",
                32,
                latentSize,
                128,
                List.of("one"),
                "shared.weight",
                Graph.FOLDED,
                Precision.FP32,
                1e-5,
                1e-6,
                new SourceFile("G.pth", "-"),
                truncation);
    }

    private static double mean(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }
}
