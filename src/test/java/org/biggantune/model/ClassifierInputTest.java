package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.assertj.core.data.Offset;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.SourceFile;
import org.biggantune.support.RuntimeTests;
import org.junit.jupiter.api.Test;

/** Prepared images against {@code torch.nn.functional.interpolate} of PyTorch 2.13. */
class ClassifierInputTest extends RuntimeTests {
    private static final Offset<Float> CLOSE = Offset.offset(2e-5f);

    private NDArray waves(int resolution) {
        float[] values = new float[3 * resolution * resolution];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) StrictMath.sin(0.7 * i * i / (3 * resolution));
        }
        return scope.create(values, new Shape(1, 3, resolution, resolution));
    }

    private static ClassifierMetadata metadata(int size) {
        return new ClassifierMetadata(
                "resnet",
                size,
                List.of(0.1, 0.4, 0.6),
                List.of(0.5, 0.25, 0.2),
                List.of("a"),
                Graph.FOLDED,
                Precision.FP32,
                new SourceFile("f", "-"),
                "",
                List.of());
    }

    private float[] prepared(int resolution, int size, Preprocessing preprocessing) {
        try (ClassifierInput input = new ClassifierInput(runtime, resolution, metadata(size), preprocessing)) {
            return input.normalise(input.resize(waves(resolution))).toFloatArray();
        }
    }

    private static float[] some(float[] values, int size) {
        return new float[] {
            values[0],
            values[1],
            values[7],
            values[size * size],
            values[2 * size * size + 3],
            values[3 * size * size - 1]
        };
    }

    @Test
    void standard_smaller_isTheAntialiasedNormalisedImage() {
        float[] values = prepared(8, 5, Preprocessing.STANDARD);
        assertThat(values).hasSize(75);
        assertThat(some(values, 5))
                .containsExactly(
                        new float[] {1.1558709f, 0.9676557f, 0.21555541f, 0.0022284985f, 0.53096473f, -0.3146246f},
                        CLOSE);
    }

    @Test
    void standard_larger_isTheBilinearNormalisedImage() {
        float[] values = prepared(4, 7, Preprocessing.STANDARD);
        assertThat(values).hasSize(147);
        assertThat(some(values, 7))
                .containsExactly(
                        new float[] {0.8f, 0.8208216f, 1.0870029f, 1.7989033f, -0.9436187f, -0.6325243f}, CLOSE);
    }

    @Test
    void standard_sameSize_onlyNormalises() {
        float[] image = waves(6).toFloatArray();
        float[] expected = new float[image.length];
        double[][] normalisation = {{0.1, 0.5}, {0.4, 0.25}, {0.6, 0.2}};
        for (int i = 0; i < image.length; i++) {
            double[] channel = normalisation[i / 36];
            expected[i] = (float) (((image[i] + 1.0) / 2 - channel[0]) / channel[1]);
        }
        assertThat(prepared(6, 6, Preprocessing.STANDARD)).containsExactly(expected, CLOSE);
    }

    @Test
    void distanceScale_images_is32ByTheirWidthButForTheReferences() {
        assertThat(distanceScale(Preprocessing.STANDARD, 3 * 32 * 32)).isEqualTo(1);
        assertThat(distanceScale(Preprocessing.STANDARD, 3 * 224 * 224)).isCloseTo(32.0 / 224, Offset.offset(1e-12));
        assertThat(distanceScale(Preprocessing.STANDARD, 2048 * 7 * 7)).isCloseTo(0.17496, Offset.offset(1e-5));
        assertThat(distanceScale(Preprocessing.REFERENCE, 3 * 224 * 224)).isEqualTo(1);
    }

    private double distanceScale(Preprocessing preprocessing, long numbers) {
        try (ClassifierInput input = new ClassifierInput(runtime, 32, metadata(32), preprocessing)) {
            return input.distanceScale(numbers);
        }
    }

    @Test
    void reference_anySize_repeatsPixelsTo224AndChangesNoValue() {
        float[] image = waves(32).toFloatArray();
        float[] values = prepared(32, 5, Preprocessing.REFERENCE);
        assertThat(values).hasSize(3 * 224 * 224);
        for (int i = 0; i < values.length; i++) {
            int row = i / 224 % 224;
            int channel = i / (224 * 224);
            assertThat(values[i]).isEqualTo(image[(channel * 32 + row / 7) * 32 + i % 224 / 7]);
        }
    }
}
