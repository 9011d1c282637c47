package org.biggantune.domain;

/**
 * The weights of an antialiased bilinear change of size along one axis, as PIL's {@code BILINEAR} and PyTorch's
 * {@code interpolate(mode="bilinear", align_corners=False, antialias=True)} weigh.
 *
 * <p>Output place i sits at x = (i + ½)·in/out. Input place j gets the weight t((j + ½ − x)/s) with the triangle
 * t(d) = max(0, 1 − |d|) and s = max(1, in/out); a row is then divided by its sum. For out ≥ in this is plain bilinear
 * interpolation.
 */
public final class BilinearWeights {
    private BilinearWeights() {}

    /**
     * The weights of one output place, without the zeros before and behind them.
     *
     * @param first the input place that the first weight goes with; the others follow
     * @param weights sum to 1
     */
    @SuppressWarnings("ArrayRecordComponent") // a view of numbers, never compared
    public record Band(int first, float[] weights) {
        /** The input place after the last one. */
        public int end() {
            return first + weights.length;
        }
    }

    /**
     * The weight matrix of a change of size.
     *
     * @param in size before, at least 1
     * @param out size after, at least 1
     * @return a new matrix [out][in] whose rows sum to 1; result = weights · input
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
     * The weights of some successive output places. All of them together take memory for some 2·in + 2·out numbers.
     *
     * @param in size before, at least 1
     * @param out size after, at least 1
     * @param from the first output place
     * @param count how many
     * @return one band an output place
     */
    public static Band[] bands(int in, long out, long from, int count) {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException("cannot resize " + in + " to " + out + " places");
        }
        Band[] bands = new Band[count];
        for (int i = 0; i < count; i++) {
            bands[i] = band(in, out, from + i);
        }
        return bands;
    }

    private static Band band(int in, long out, long place) {
        double scale = (double) in / out;
        double spread = Math.max(1, scale);
        double centre = scale * (place + 0.5);
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
