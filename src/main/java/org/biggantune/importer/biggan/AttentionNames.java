package org.biggantune.importer.biggan;

/**
 * The names of a self-attention's layers.
 *
 * @param theta the queries' convolution
 * @param phi the keys'
 * @param g the values'
 * @param o the output's
 * @param gamma the output's factor, a tensor
 * @param gammaShape its shape
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
