package org.biggantune.importer.biggan;

/**
 * The batch norm in front of the last convolution as x ↦ s·x + t per channel, to be folded into the sum in front of it.
 *
 * @param scale s = gain / √(variance + ε), or an empty array for no change
 * @param shift t = bias − mean · s
 */
record OutputNorm(float[] scale, float[] shift) {
    /**
     * What the original adds to this norm's variances: BigGAN.py builds it without passing BN_eps on, so that it keeps
     * the default of layers.py.
     */
    static final double EPSILON = 1e-5;

    /** The norm that changes nothing. */
    static final OutputNorm NONE = new OutputNorm(new float[0], new float[0]);

    /** The norm {@code output_layer.0} of BigGAN-PyTorch's generators. */
    static OutputNorm read(BigGanTensors tensors, int channels) {
        return read(tensors, "output_layer.0", "output_layer.0.gain", channels, EPSILON);
    }

    /**
     * A norm by name.
     *
     * @param norm the prefix of its bias and its statistics
     * @param gainName its factor
     * @param epsilon what it adds to variances
     */
    static OutputNorm read(BigGanTensors tensors, String norm, String gainName, int channels, double epsilon) {
        float[] gain = tensors.get(gainName, channels);
        float[] bias = tensors.get(norm + ".bias", channels);
        float[] mean = tensors.mean(norm, channels);
        float[] variance = tensors.variance(norm, channels);
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        for (int c = 0; c < channels; c++) {
            double s = gain[c] / Math.sqrt(variance[c] + epsilon);
            scale[c] = (float) s;
            shift[c] = (float) (bias[c] - mean[c] * s);
        }
        return new OutputNorm(scale, shift);
    }

    /** A weight whose first dimension is the channels, scaled in place; returned. */
    float[] scaled(float[] weight) {
        int perChannel = scale.length == 0 ? 1 : weight.length / scale.length;
        for (int i = 0; i < scale.length * perChannel; i++) {
            weight[i] *= scale[i / perChannel];
        }
        return weight;
    }

    /** A bias [channels], scaled and shifted in place; returned. */
    float[] shifted(float[] bias) {
        for (int c = 0; c < scale.length; c++) {
            bias[c] = bias[c] * scale[c] + shift[c];
        }
        return bias;
    }
}
