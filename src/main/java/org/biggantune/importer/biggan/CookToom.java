package org.biggantune.importer.biggan;

import java.util.Arrays;

/**
 * The one-dimensional transforms of Winograd's convolution with a kernel of three taps (Winograd, Arithmetic complexity
 * of computations, 1980; Lavin and Gray, CVPR 2016, section 4), derived by the Toom–Cook method: polynomials are
 * evaluated at some points and at infinity, multiplied there, and the product is interpolated. For m outputs d ⋆ g of m
 * + 2 inputs d,
 *
 * <pre>
 * y = Aᵀ ((G g) ⊙ (Bᵀ d))
 * </pre>
 *
 * with m + 2 multiplications instead of 3 m.
 *
 * @param output Aᵀ, [m, m + 2]
 * @param kernel G, [m + 2, 3]
 * @param input Bᵀ, [m + 2, m + 2]
 */
record CookToom(double[][] output, double[][] kernel, double[][] input) {
    private static final int TAPS = 3;

    /**
     * Returns the transforms for a tile size.
     *
     * @param tile m, the outputs per tile: 2 or 4, with the points 0, ±1 and for 4 also ±2, which have the smallest
     *     rounding errors (Lavin and Gray)
     */
    static CookToom ofTile(int tile) {
        return switch (tile) {
            case 2 -> ofPoints(0, 1, -1);
            case 4 -> ofPoints(0, 1, -1, 2, -2);
            default -> throw new IllegalArgumentException("tile " + tile + ", expected 2 or 4");
        };
    }

    private static CookToom ofPoints(double... points) {
        int size = points.length + 1;
        int tile = size - TAPS + 1;
        double[][] output = new double[tile][size];
        double[][] kernel = new double[size][TAPS];
        double[][] input = new double[size][];
        for (int i = 0; i < points.length; i++) {
            double[] others = without(points, i);
            input[i] = Arrays.copyOf(product(others), size);
            double scale = at(others, points[i]);
            for (int k = 0; k < TAPS; k++) {
                kernel[i][k] = Math.pow(points[i], k) / scale;
            }
            for (int k = 0; k < tile; k++) {
                output[k][i] = Math.pow(points[i], k);
            }
        }
        // At infinity a polynomial is its leading coefficient.
        input[size - 1] = product(points);
        kernel[size - 1][TAPS - 1] = 1;
        output[tile - 1][size - 1] = 1;
        return new CookToom(output, kernel, input);
    }

    /** Returns the number of inputs of a tile along an axis. */
    int size() {
        return input.length;
    }

    private static double[] without(double[] points, int index) {
        double[] others = new double[points.length - 1];
        System.arraycopy(points, 0, others, 0, index);
        System.arraycopy(points, index + 1, others, index, others.length - index);
        return others;
    }

    /** Evaluates the polynomial with these roots at x. */
    private static double at(double[] roots, double x) {
        return Arrays.stream(roots).reduce(1, (value, root) -> value * (x - root));
    }

    /** Returns the coefficients, lowest first, of the polynomial with these roots. */
    private static double[] product(double[] roots) {
        double[] coefficients = {1};
        for (double root : roots) {
            double[] next = new double[coefficients.length + 1];
            for (int k = 0; k < coefficients.length; k++) {
                next[k] -= root * coefficients[k];
                next[k + 1] += coefficients[k];
            }
            coefficients = next;
        }
        return coefficients;
    }
}
