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
     * The weight matrix of a change of size.
     *
     * @param in size before, at least 1
     * @param out size after, at least 1
     * @return a new matrix [out][in] whose rows sum to 1; result = weights · input
     */
    public static float[][] weights(int in, int out) {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException("cannot resize " + in + " to " + out + " places");
        }
        float[][] weights = new float[out][in];
        double scale = (double) in / out;
        double spread = Math.max(1, scale);
        for (int i = 0; i < out; i++) {
            double centre = scale * (i + 0.5);
            int first = Math.max(0, (int) (centre - spread + 0.5));
            int end = Math.min(in, (int) (centre + spread + 0.5));
            fillRow(weights[i], first, end, centre, spread);
        }
        return weights;
    }

    private static void fillRow(float[] row, int first, int end, double centre, double spread) {
        double sum = 0;
        for (int j = first; j < end; j++) {
            sum += triangle((j + 0.5 - centre) / spread);
        }
        for (int j = first; j < end; j++) {
            row[j] = (float) (triangle((j + 0.5 - centre) / spread) / sum);
        }
    }

    private static double triangle(double distance) {
        return Math.max(0, 1 - Math.abs(distance));
    }
}
