package org.biggantune.importer.biggan;

/**
 * A block's two conditional batch norms as one linear map of the conditions to scales and shifts, so that each becomes
 * one multiply-add: with gain g and bias b (linear in the conditions y), stored mean m and variance v, and the bias k of
 * the convolution in front,
 *
 * <pre>
 * s(y) = (1 + g(y)) / √(v + ε)        t(y) = b(y) − (m − k) · s(y)
 * </pre>
 *
 * Outputs in order: first norm's s and t, second norm's s and t. The first convolution's bias is inside the second t.
 */
final class ModulationFolding {
    private final BigGanTensors tensors;
    private final String block;
    private final int in;
    private final int out;
    private final int conditions;
    private final double epsilon;

    ModulationFolding(BigGanTensors tensors, String block, int in, int out, int conditions, double epsilon) {
        this.tensors = tensors;
        this.block = block;
        this.in = in;
        this.out = out;
        this.conditions = conditions;
        this.epsilon = epsilon;
    }

    /** The weight [2·in + 2·out, conditions], row-major. */
    float[] weight() {
        float[] joined = new float[(2 * in + 2 * out) * conditions];
        fillWeight(joined, 0, "bn1", in, new float[in]);
        fillWeight(joined, 2 * in, "bn2", out, tensors.get(block + "conv1.bias", out));
        return joined;
    }

    /** The bias [2·in + 2·out]. */
    float[] bias() {
        float[] joined = new float[2 * in + 2 * out];
        fillBias(joined, 0, "bn1", in, new float[in]);
        fillBias(joined, 2 * in, "bn2", out, tensors.get(block + "conv1.bias", out));
        return joined;
    }

    private void fillWeight(float[] joined, int row, String norm, int channels, float[] precedingBias) {
        float[] gain = tensors.weight(block + norm + ".gain", channels, conditions);
        float[] bias = tensors.weight(block + norm + ".bias", channels, conditions);
        float[] mean = tensors.get(block + norm + ".stored_mean", channels);
        double[] inverse = inverseDeviation(norm, channels);
        for (int c = 0; c < channels; c++) {
            double centre = (double) mean[c] - precedingBias[c];
            for (int k = 0; k < conditions; k++) {
                double s = gain[c * conditions + k] * inverse[c];
                joined[(row + c) * conditions + k] = (float) s;
                joined[(row + channels + c) * conditions + k] = (float) (bias[c * conditions + k] - centre * s);
            }
        }
    }

    private void fillBias(float[] joined, int row, String norm, int channels, float[] precedingBias) {
        float[] mean = tensors.get(block + norm + ".stored_mean", channels);
        double[] inverse = inverseDeviation(norm, channels);
        for (int c = 0; c < channels; c++) {
            joined[row + c] = (float) inverse[c];
            joined[row + channels + c] = (float) (-((double) mean[c] - precedingBias[c]) * inverse[c]);
        }
    }

    private double[] inverseDeviation(String norm, int channels) {
        float[] variance = tensors.variance(block + norm + ".stored_var", channels);
        double[] inverse = new double[channels];
        for (int c = 0; c < channels; c++) {
            inverse[c] = 1 / Math.sqrt(variance[c] + epsilon);
        }
        return inverse;
    }
}
