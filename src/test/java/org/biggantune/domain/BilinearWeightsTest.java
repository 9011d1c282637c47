package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values come from torch.nn.functional.interpolate with antialias=True on an identity matrix. */
class BilinearWeightsTest {
    @Test
    void weights_smallSizes_areThoseOfPyTorch() {
        assertRows(BilinearWeights.weights(5, 3), new float[][] {
            {0.5714286f, 0.4285714f, 0, 0, 0},
            {0, 0.22222221f, 0.5555556f, 0.22222221f, 0},
            {0, 0, 0, 0.4285715f, 0.5714285f}
        });
        assertRows(
                BilinearWeights.weights(3, 5),
                new float[][] {{1, 0, 0}, {0.6f, 0.4f, 0}, {0, 1, 0}, {0, 0.4f, 0.6f}, {0, 0, 1}});
        assertRows(BilinearWeights.weights(7, 4), new float[][] {
            {0.5238095f, 0.42857143f, 0.047619026f, 0, 0, 0, 0},
            {0, 0.2f, 0.52f, 0.28f, 0, 0, 0},
            {0, 0, 0, 0.28f, 0.52f, 0.2f, 0},
            {0, 0, 0, 0, 0.047619026f, 0.42857143f, 0.5238095f}
        });
    }

    private static void assertRows(float[][] actual, float[][] expected) {
        assertThat(actual).hasNumberOfRows(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("row %d", i).containsExactly(expected[i], within(1e-6f));
        }
    }

    /** The sum of squares and Σ w[i][j]·cos i·cos j of PyTorch's matrices. */
    @ParameterizedTest
    @CsvSource({
        "128,224,149.24488846745248,0.9875311022511553",
        "512,224,65.38009149311898,-0.26333846723794646",
        "256,299,199.59972280369269,-1.9890932561114432",
        "1,7,7,0.7243518239705322",
        "97,13,1.2015606745357121,0.03246302935556075"
    })
    void weights_largeSizes_agreeWithPyTorchInTwoSums(int in, int out, double squares, double waves) {
        float[][] weights = BilinearWeights.weights(in, out);
        double sumOfSquares = 0;
        double sumOfWaves = 0;
        for (int i = 0; i < out; i++) {
            double sum = 0;
            for (int j = 0; j < in; j++) {
                sum += weights[i][j];
                sumOfSquares += (double) weights[i][j] * weights[i][j];
                sumOfWaves += weights[i][j] * Math.cos(i) * Math.cos(j);
            }
            assertThat(sum).isCloseTo(1, within(1e-6));
        }
        assertThat(sumOfSquares).isCloseTo(squares, within(5e-4));
        assertThat(sumOfWaves).isCloseTo(waves, within(5e-4));
    }

    @Test
    void weights_sameSize_areTheIdentity() {
        assertRows(BilinearWeights.weights(3, 3), new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    }

    @Test
    void weights_ofNothing_areRefused() {
        assertThatThrownBy(() -> BilinearWeights.weights(0, 3)).hasMessage("cannot resize 0 to 3 positions");
        assertThatThrownBy(() -> BilinearWeights.weights(3, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
