package org.biggantune.importer.biggan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookToomTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void transforms_ofASignalAndAKernel_giveTheirConvolution(int tile) {
        CookToom transforms = CookToom.ofTile(tile);
        double[] signal = {0.3, -1.2, 0.7, 2.1, -0.4, 1.6};
        double[] kernel = {0.9, -0.5, 1.7};
        double[] product = times(transforms.input(), Arrays.copyOf(signal, tile + 2));
        double[] transformed = times(transforms.kernel(), kernel);
        for (int i = 0; i < product.length; i++) {
            product[i] *= transformed[i];
        }
        double[] found = times(transforms.output(), product);
        assertThat(found).hasSize(tile);
        for (int i = 0; i < tile; i++) {
            double expected = signal[i] * kernel[0] + signal[i + 1] * kernel[1] + signal[i + 2] * kernel[2];
            assertThat(found[i]).isCloseTo(expected, within(1e-12));
        }
    }

    /** F(4, 3) as Lavin and Gray print it (section 4.3); theirs moves factors from the kernel to the input. */
    @Test
    void output_ofALargeTile_isThePublishedMatrix() {
        assertThat(CookToom.ofTile(4).output()).isDeepEqualTo(new double[][] {
            {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6})
    void ofTile_ofAnotherSize_isRefused(int tile) {
        assertThatThrownBy(() -> CookToom.ofTile(tile)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] result = new double[matrix.length];
        for (int i = 0; i < result.length; i++) {
            for (int k = 0; k < vector.length; k++) {
                result[i] += matrix[i][k] * vector[k];
            }
        }
        return result;
    }
}
