package org.biggantune.domain;

/** The input positions of a nearest-neighbour resize along one axis, as in PyTorch's mode {@code nearest}. */
public final class NearestIndices {
    private NearestIndices() {}

    /**
     * Returns the input position of every output position: min(⌊i·(in/out)⌋, in − 1), with quotient and product rounded
     * to float as in PyTorch, which matters where the exact product is an integer.
     *
     * @param in size before, at least 1
     * @param out size after, at least 1
     * @return a new array of length {@code out} with values in [0, in)
     */
    public static int[] indices(int in, int out) {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException("cannot resize " + in + " to " + out + " positions");
        }
        int[] indices = new int[out];
        float scale = (float) in / out;
        for (int i = 0; i < out; i++) {
            indices[i] = out == 2L * in ? i / 2 : Math.min((int) Math.floor(i * scale), in - 1);
        }
        return indices;
    }
}
