package org.biggantune.importer.biggan;

/**
 * The batch norm before the last convolution as x ↦ s·x + t per channel, to be folded into the preceding sum.
 *
 * @param scale s = gain / √(variance + ε), or an empty array for no change
 * @param shift t = bias − mean · s
 */
record OutputNorm(float[] scale, float[] shift) {
    /** The ε of this norm: BigGAN.py does not pass BN_eps to it, so the default of layers.py applies. */
    static final double EPSILON = 1e-5;

    /** The identity. */
    static final OutputNorm NONE = new OutputNorm(new float[0], new float[0]);

    /** Reads the norm {@code output_layer.0} of BigGAN-PyTorch's generators. */
    static OutputNorm read(BigGanTensors tensors, int channels) {
        return read(tensors, "output_layer.0", "output_layer.0.gain", channels, EPSILON);
    }

    /**
     * Reads a norm by name.
     *
     * @param norm the prefix of its bias and its statistics
     * @param gainName the name of its gain
     * @param epsilon the ε added to variances
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

    /** Scales a weight [channels, …] in place and returns it. */
    float[] scaled(float[] weight) {
        int perChannel = scale.length == 0 ? 1 : weight.length / scale.length;
        for (int i = 0; i < scale.length * perChannel; i++) {
            weight[i] *= scale[i / perChannel];
        }
        return weight;
    }

    /** Scales and shifts a bias [channels] in place and returns it. */
    float[] shifted(float[] bias) {
        for (int c = 0; c < scale.length; c++) {
            bias[c] = bias[c] * scale[c] + shift[c];
        }
        return bias;
    }
}
