package org.biggantune.domain;

/** The places a nearest-neighbour change of size reads along one axis, as PyTorch's mode {@code nearest} does. */
public final class NearestIndices {
    private NearestIndices() {}

    /**
     * The input place of every output place: min(⌊i·(in/out)⌋, in − 1), the quotient and the product rounded to float
     * as PyTorch does, which decides the place where the exact product is a whole number.
     *
     * @param in size before, at least 1
     * @param out size after, at least 1
     * @return a new array of length {@code out} with values in [0, in)
     */
    public static int[] indices(int in, int out) {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException("cannot resize " + in + " to " + out + " places");
        }
        int[] indices = new int[out];
        float scale = (float) in / out;
        for (int i = 0; i < out; i++) {
            indices[i] = out == 2L * in ? i / 2 : Math.min((int) Math.floor(i * scale), in - 1);
        }
        return indices;
    }
}
