package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import org.biggantune.support.RuntimeTests;
import org.junit.jupiter.api.Test;

/** MS-SSIM and the feature distance of pairs against NumPy ({@code make_similarity.py}). */
class PairSimilarityTest extends RuntimeTests {
    private static JsonNode cases() throws IOException {
        try (InputStream file = PairSimilarityTest.class.getResourceAsStream("/metric/similarity.json")) {
            return new JsonMapper().readTree(file).get("cases");
        }
    }

    private static float[] numbers(int count, double a, double b) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) Math.sin(a * i + b * Math.sin(0.01 * i));
        }
        return numbers;
    }

    /** Four images of which the second of each pair is like the first. */
    private NDArray images(int size) {
        int pixels = 3 * size * size;
        float[] images = numbers(4 * pixels, 0.013, 0.9);
        float[] others = numbers(2 * pixels, 0.37, 0.4);
        for (int pair = 0; pair < 2; pair++) {
            for (int i = 0; i < pixels; i++) {
                images[(2 * pair + 1) * pixels + i] =
                        (float) (0.8 * images[2 * pair * pixels + i] + 0.2 * others[pair * pixels + i]);
            }
        }
        return scope.create(images, new Shape(4, 3, size, size));
    }

    @Test
    void structuralSimilarity_largeAndSmallImages_isNumPys() throws IOException {
        assertThat(cases()).hasSize(3);
        for (JsonNode wanted : cases()) {
            double[] found = StructuralSimilarity.of(images(wanted.get("size").asInt()));
            assertThat(found).hasSize(2);
            for (int i = 0; i < 2; i++) {
                assertThat(found[i]).isCloseTo(wanted.at("/msSsim/" + i).asDouble(), within(1e-6));
            }
        }
    }

    @Test
    void structuralSimilarity_equalAndOppositeImages_isOneAndZero() {
        NDArray image = scope.create(numbers(3 * 32 * 32, 0.37, 0.4), new Shape(1, 3, 32, 32));
        assertThat(StructuralSimilarity.of(image.concat(image))[0]).isCloseTo(1, within(1e-12));
        // Contrast is reversed at every place: each scale's factor is below 0.
        assertThat(StructuralSimilarity.of(image.concat(image.neg()))[0]).isZero();
    }

    @Test
    void featureDistance_maps_isNumPys() throws IOException {
        for (JsonNode wanted : cases()) {
            int side = wanted.get("size").asInt() / 8;
            float[] maps = numbers(4 * 24 * side * side, 0.71, 1.3);
            float[] found = FeatureDistance.of(scope.create(maps, new Shape(4, 24, side, side)))
                    .toFloatArray();
            assertThat(found).hasSize(2);
            for (int i = 0; i < 2; i++) {
                assertThat((double) found[i])
                        .isCloseTo(wanted.at("/featureDistance/" + i).asDouble(), within(1e-5));
            }
        }
    }

    @Test
    void featureDistance_scaledAndOppositeMaps_isZeroAndFour() {
        NDArray map = scope.create(numbers(24 * 4, 0.71, 1.3), new Shape(1, 24, 2, 2));
        assertThat(FeatureDistance.of(map.concat(map.mul(3))).toFloatArray()[0]).isCloseTo(0, within(1e-6f));
        assertThat(FeatureDistance.of(map.concat(map.neg())).toFloatArray()[0]).isCloseTo(4, within(1e-5f));
        assertThat(FeatureDistance.of(scope.zeros(new Shape(2, 3, 2, 2))).toFloatArray()[0])
                .isZero();
    }
}
