package org.biggantune.domain;

/**
 * The weights of an antialiased bilinear resize along one axis, equal to those of PIL's {@code BILINEAR} and PyTorch's
 * {@code interpolate(mode="bilinear", align_corners=False, antialias=True)}.
 *
 * <p>Output position i is at x = (i + ½)·in/out. Input position j has the weight t((j + ½ − x)/s) with the triangle
 * t(d) = max(0, 1 − |d|) and s = max(1, in/out); each row is divided by its sum. For out ≥ in this is plain bilinear
 * interpolation.
 */
public final class BilinearWeights {
    private BilinearWeights() {}

    /**
     * The weights of one output position, without leading and trailing zeros.
     *
     * @param first the input position of the first weight
     * @param weights the weights, with the sum 1
     */
    @SuppressWarnings("ArrayRecordComponent") // a view of numbers, never compared
    public record Band(int first, float[] weights) {
        /** Returns one past the last input position. */
        public int end() {
            return first + weights.length;
        }
    }

    /**
     * Returns the weight matrix of a resize.
     *
     * @param in size before, at least 1
     * @param out size after, at least 1
     * @return a new matrix [out][in], each row with the sum 1; result = weights · input
     */
    public static float[][] weights(int in, int out) {
        float[][] weights = new float[Math.max(0, out)][Math.max(0, in)];
        Band[] bands = bands(in, out, 0, out);
        for (int i = 0; i < out; i++) {
            System.arraycopy(bands[i].weights(), 0, weights[i], bands[i].first(), bands[i].weights().length);
        }
        return weights;
    }

    /**
     * Returns the weights of a range of output positions. All positions together need about 2·in + 2·out numbers.
     *
     * @param in size before, at least 1
     * @param out size after, at least 1
     * @param from the first output position
     * @param count the number of positions
     * @return one band per output position
     */
    public static Band[] bands(int in, long out, long from, int count) {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException("cannot resize " + in + " to " + out + " positions");
        }
        Band[] bands = new Band[count];
        for (int i = 0; i < count; i++) {
            bands[i] = band(in, out, from + i);
        }
        return bands;
    }

    private static Band band(int in, long out, long position) {
        double scale = (double) in / out;
        double spread = Math.max(1, scale);
        double centre = scale * (position + 0.5);
        int first = Math.max(0, (int) (centre - spread + 0.5));
        int end = Math.min(in, (int) (centre + spread + 0.5));
        double sum = 0;
        for (int j = first; j < end; j++) {
            sum += triangle((j + 0.5 - centre) / spread);
        }
        float[] weights = new float[end - first];
        for (int j = first; j < end; j++) {
            weights[j - first] = (float) (triangle((j + 0.5 - centre) / spread) / sum);
        }
        return new Band(first, weights);
    }

    private static double triangle(double distance) {
        return Math.max(0, 1 - Math.abs(distance));
    }
}
