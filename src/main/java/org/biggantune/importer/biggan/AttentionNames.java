package org.biggantune.importer.biggan;

/**
 * The tensor names of a self-attention.
 *
 * @param theta the convolution of the queries
 * @param phi the convolution of the keys
 * @param g the convolution of the values
 * @param o the output convolution
 * @param gamma the factor of the output
 * @param gammaShape the shape of gamma
 */
record AttentionNames(String theta, String phi, String g, String o, String gamma, long[] gammaShape) {
    /** Copies the shape. */
    AttentionNames {
        gammaShape = gammaShape.clone();
    }

    static AttentionNames of(String prefix) {
        return new AttentionNames(
                prefix + "theta", prefix + "phi", prefix + "g", prefix + "o", prefix + "gamma", new long[0]);
    }

    static AttentionNames ofHuggingFace(String prefix) {
        String convolution = prefix + "snconv1x1_";
        return new AttentionNames(
                convolution + "theta",
                convolution + "phi",
                convolution + "g",
                convolution + "o_conv",
                prefix + "gamma",
                new long[] {1});
    }

    @Override
    public long[] gammaShape() {
        return gammaShape.clone();
    }
}
