package org.biggantune.importer.biggan;

/**
 * Merges nearest up-sampling by two and a padded 3 × 3 convolution into one transposed convolution with a 4 × 4 kernel,
 * stride 2 and padding 1. Each output pixel then sums 2 × 2 instead of 3 × 3 products on the small map: 16
 * multiply-adds per four outputs instead of 36. Kernel rows applied to the same input row are summed: {0}, {1, 2} for
 * output parity 0, {0, 1}, {2} for parity 1; likewise for columns.
 */
final class UpsampledConvolution {
    /** The rows of the 3 × 3 kernel that are summed in row k of the 4 × 4 kernel. */
    private static final int[][] SOURCES = {{2}, {1, 2}, {0, 1}, {0}};

    private UpsampledConvolution() {}

    /**
     * Computes the kernel of the transposed convolution.
     *
     * @param kernel [outputs, inputs, 3, 3], row-major
     * @return [inputs, outputs, 4, 4], row-major
     */
    static float[] kernel(float[] kernel, int outputs, int inputs) {
        float[] transposed = new float[Math.multiplyExact(Math.multiplyExact(inputs, outputs), 16)];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                spread(kernel, (o * inputs + i) * 9, transposed, (i * outputs + o) * 16);
            }
        }
        return transposed;
    }

    private static void spread(float[] kernel, int from, float[] transposed, int to) {
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                double sum = 0;
                for (int r : SOURCES[y]) {
                    for (int c : SOURCES[x]) {
                        sum += kernel[from + r * 3 + c];
                    }
                }
                transposed[to + y * 4 + x] = (float) sum;
            }
        }
    }
}
