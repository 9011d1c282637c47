package org.biggantune.importer.biggan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.biggantune.archive.Checkpoint;
import org.biggantune.support.Fixtures;
import org.biggantune.support.Relative;
import org.junit.jupiter.api.Test;

/** The formulas behind the folded program, each against its unfolded form. */
class FoldingTest {
    private static float[] waves(int count, double frequency) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) StrictMath.sin(1 + frequency * i);
        }
        return values;
    }

    @Test
    void upsampledConvolution_transposed_isTheConvolutionOfTheEnlargedImage() {
        int inputs = 2;
        int outputs = 3;
        int size = 4;
        float[] kernel = waves(outputs * inputs * 9, 0.9);
        float[] image = waves(inputs * size * size, 1.7);
        float[] folded = UpsampledConvolution.kernel(kernel, outputs, inputs);
        assertThat(Relative.maxDifference(
                        transposed(image, folded, outputs, size),
                        enlargedThenConvolved(image, kernel, inputs, outputs, size)))
                .isLessThan(1e-5);
    }

    /** Each pixel four times, then a padded 3 × 3 cross-correlation. */
    private static float[] enlargedThenConvolved(float[] image, float[] kernel, int inputs, int outputs, int size) {
        int large = 2 * size;
        float[] result = new float[outputs * large * large];
        for (int at = 0; at < result.length; at++) {
            int o = at / (large * large);
            double sum = 0;
            for (int k = 0; k < inputs * 9; k++) {
                int y = at / large % large + k % 9 / 3 - 1;
                int x = at % large + k % 3 - 1;
                if (y >= 0 && x >= 0 && y < large && x < large) {
                    sum += (double) kernel[o * inputs * 9 + k] * image[(k / 9 * size + y / 2) * size + x / 2];
                }
            }
            result[at] = (float) sum;
        }
        return result;
    }

    /** A transposed convolution of stride 2 and padding 1: pixel (y, x) adds to (2y − 1 + r, 2x − 1 + c). */
    private static float[] transposed(float[] image, float[] kernel, int outputs, int size) {
        int large = 2 * size;
        double[] result = new double[outputs * large * large];
        for (int at = 0; at < image.length; at++) {
            int i = at / (size * size);
            for (int k = 0; k < outputs * 16; k++) {
                int y = 2 * (at / size % size) - 1 + k % 16 / 4;
                int x = 2 * (at % size) - 1 + k % 4;
                if (y >= 0 && x >= 0 && y < large && x < large) {
                    result[(k / 16 * large + y) * large + x] += (double) kernel[i * outputs * 16 + k] * image[at];
                }
            }
        }
        float[] rounded = new float[result.length];
        for (int at = 0; at < rounded.length; at++) {
            rounded[at] = (float) result[at];
        }
        return rounded;
    }

    /** W[r][c] = sin(1 + 5r + 3c), 3 × 5; numbers of numpy. */
    private static float[] matrix() {
        float[] matrix = new float[15];
        for (int i = 0; i < 15; i++) {
            int row = i / 5;
            matrix[i] = (float) StrictMath.sin(1 + 5.0 * row + 3.0 * (i % 5));
        }
        return matrix;
    }

    @Test
    void sigma_fromTheLeftSingularVector_isTheGreatestSingularValue() {
        float[] left = {-0.5162806f, 0.41270587f, 0.7504187f};
        assertThat(SpectralNorm.sigma(matrix(), 3, left, 1e-6)).isCloseTo(2.812223176359, within(1e-9));
    }

    @Test
    void sigma_fromAnotherVector_isThatOfOneIteration() {
        assertThat(SpectralNorm.sigma(matrix(), 3, new float[] {1, 0, 0}, 1e-6))
                .isCloseTo(2.763877524334, within(1e-8));
    }

    /** u W vᵀ by numpy. */
    @Test
    void sigma_ofStoredVectors_isTheirBilinearForm() {
        float[] u = {0.6f, -0.48f, 0.64f};
        float[] v = {0.2f, 0.4f, -0.4f, 0.8f, 0.1f};
        assertThat(SpectralNorm.stored(matrix(), u, v)).isCloseTo(-0.05825667445, within(1e-9));
    }

    /** Row i holds i and 1 + i²; what the original's code gives for it with PyTorch. */
    @Test
    void statistics_ofATruncation_areInterpolatedAsTheOriginalDoes() {
        float[] table = new float[102];
        for (int i = 0; i < 51; i++) {
            table[2 * i] = i;
            table[2 * i + 1] = 1 + i * i;
        }
        assertThat(TruncationStatistics.row(table, 2, 0.47)).containsExactly(23.5f, 553.5f);
        assertThat(TruncationStatistics.row(table, 2, 0.3)).containsExactly(15, 226);
        assertThat(TruncationStatistics.row(table, 2, 0.013)).containsExactly(0.35f, 1.3499999f);
        assertThat(TruncationStatistics.row(table, 2, 1)).containsExactly(50, 2501);
    }

    @Test
    void sigma_ofZeros_isZero() {
        assertThat(SpectralNorm.sigma(new float[15], 3, new float[] {1, 0, 0}, 1e-6))
                .isZero();
    }

    @Test
    void modulation_folded_isTheConditionalBatchNormAfterTheBias() {
        try (Checkpoint checkpoint = Checkpoint.open(Fixtures.require("demo/G_ema.pth"))) {
            BigGanTensors tensors = new BigGanTensors(checkpoint.stateDict(), 1e-6);
            BigGanArchitecture architecture = BigGanArchitecture.read(checkpoint.stateDict());
            int in = architecture.blockChannels().get(1);
            int out = architecture.blockChannels().get(2);
            int conditions = architecture.conditions();
            float[] y = waves(conditions, 0.3);
            ModulationFolding folding = ModulationFolding.ofBlock(tensors, "blocks.1.0.", in, out, conditions, 1e-4);
            double[] modulation = linear(folding.weight(), y, folding.bias());
            assertThat(modulation).hasSize(2 * in + 2 * out);
            double h = 0.7;
            for (int c = 0; c < in; c++) {
                assertThat(h * modulation[c] + modulation[in + c])
                        .isCloseTo(unfolded(tensors, "bn1", in, c, y, h), within(1e-4));
            }
            float[] bias = tensors.get("blocks.1.0.conv1.bias", out);
            for (int c = 0; c < out; c++) {
                assertThat(h * modulation[2 * in + c] + modulation[2 * in + out + c])
                        .isCloseTo(unfolded(tensors, "bn2", out, c, y, h + bias[c]), within(1e-4));
            }
        }
    }

    /** (x − mean) / √(var + ε) · (1 + gain(y)) + bias(y) of one channel. */
    private static double unfolded(BigGanTensors tensors, String norm, int channels, int c, float[] y, double x) {
        String name = "blocks.1.0." + norm;
        float[] none = new float[channels];
        double gain = linear(tensors.weight(name + ".gain", channels, y.length), y, none)[c];
        double bias = linear(tensors.weight(name + ".bias", channels, y.length), y, none)[c];
        double mean = tensors.get(name + ".stored_mean", channels)[c];
        double variance = tensors.get(name + ".stored_var", channels)[c];
        return (x - mean) / Math.sqrt(variance + 1e-4) * (1 + gain) + bias;
    }

    private static double[] linear(float[] weight, float[] input, float[] bias) {
        return IntStream.range(0, bias.length)
                .mapToDouble(row -> bias[row]
                        + IntStream.range(0, input.length)
                                .mapToDouble(k -> (double) weight[row * input.length + k] * input[k])
                                .sum())
                .toArray();
    }
}
