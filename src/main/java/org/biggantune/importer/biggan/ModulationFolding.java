package org.biggantune.importer.biggan;

import java.util.List;

/**
 * Folds a block's conditional batch norms into one linear map from the conditions to scales and shifts, so that each
 * norm becomes one multiply-add: with gain g and bias b (linear in the conditions y), stored mean m and variance v, and
 * the bias k of the preceding convolution,
 *
 * <pre>
 * s(y) = (1 + g(y)) / √(v + ε)        t(y) = b(y) − (m − k) · s(y)
 * </pre>
 *
 * Outputs in order: each norm's s, then its t, which includes the bias of the preceding convolution.
 */
final class ModulationFolding {
    private final BigGanTensors tensors;
    private final List<Norm> norms;
    private final int conditions;
    private final double epsilon;

    /**
     * A conditional batch norm.
     *
     * @param name the prefix of its statistics
     * @param gain the linear layer of its gain minus 1
     * @param bias the linear layer of its bias
     * @param channels the number of channels
     * @param precedingBias the bias of the preceding convolution; empty if there is none
     */
    record Norm(String name, String gain, String bias, int channels, String precedingBias) {}

    ModulationFolding(BigGanTensors tensors, List<Norm> norms, int conditions, double epsilon) {
        this.tensors = tensors;
        this.norms = List.copyOf(norms);
        this.conditions = conditions;
        this.epsilon = epsilon;
    }

    /** Returns the folding of the two norms of a BigGAN-PyTorch block. */
    static ModulationFolding ofBlock(
            BigGanTensors tensors, String block, int in, int out, int conditions, double epsilon) {
        Norm first = new Norm(block + "bn1", block + "bn1.gain", block + "bn1.bias", in, "");
        Norm second = new Norm(block + "bn2", block + "bn2.gain", block + "bn2.bias", out, block + "conv1.bias");
        return new ModulationFolding(tensors, List.of(first, second), conditions, epsilon);
    }

    /** Returns the number of outputs: a scale and a shift for each channel of each norm. */
    int outputs() {
        return norms.stream().mapToInt(norm -> 2 * norm.channels()).sum();
    }

    /** Computes the weight [outputs, conditions], row-major. */
    float[] weight() {
        float[] joined = new float[outputs() * conditions];
        int row = 0;
        for (Norm norm : norms) {
            fillWeight(joined, row, norm);
            row += 2 * norm.channels();
        }
        return joined;
    }

    /** Computes the bias [outputs]. */
    float[] bias() {
        float[] joined = new float[outputs()];
        int row = 0;
        for (Norm norm : norms) {
            double[] centre = centre(norm);
            double[] inverse = inverseDeviation(norm);
            for (int c = 0; c < norm.channels(); c++) {
                joined[row + c] = (float) inverse[c];
                joined[row + norm.channels() + c] = (float) (-centre[c] * inverse[c]);
            }
            row += 2 * norm.channels();
        }
        return joined;
    }

    private void fillWeight(float[] joined, int row, Norm norm) {
        int channels = norm.channels();
        float[] gain = tensors.weight(norm.gain(), channels, conditions);
        float[] bias = tensors.weight(norm.bias(), channels, conditions);
        double[] centre = centre(norm);
        double[] inverse = inverseDeviation(norm);
        for (int c = 0; c < channels; c++) {
            for (int k = 0; k < conditions; k++) {
                double s = gain[c * conditions + k] * inverse[c];
                joined[(row + c) * conditions + k] = (float) s;
                joined[(row + channels + c) * conditions + k] = (float) (bias[c * conditions + k] - centre[c] * s);
            }
        }
    }

    /** Returns the mean of the convolution's output before its bias is added. */
    private double[] centre(Norm norm) {
        float[] mean = tensors.mean(norm.name(), norm.channels());
        float[] preceding = norm.precedingBias().isEmpty()
                ? new float[norm.channels()]
                : tensors.get(norm.precedingBias(), norm.channels());
        double[] centre = new double[norm.channels()];
        for (int c = 0; c < centre.length; c++) {
            centre[c] = (double) mean[c] - preceding[c];
        }
        return centre;
    }

    private double[] inverseDeviation(Norm norm) {
        float[] variance = tensors.variance(norm.name(), norm.channels());
        double[] inverse = new double[norm.channels()];
        for (int c = 0; c < inverse.length; c++) {
            inverse[c] = 1 / Math.sqrt(variance[c] + epsilon);
        }
        return inverse;
    }
}
