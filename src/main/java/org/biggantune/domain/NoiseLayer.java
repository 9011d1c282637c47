package org.biggantune.domain;

import java.util.Arrays;

/**
 * A linear layer in front of the generator, z ↦ W z + b, which tuning may train together with a class's embedding; it
 * belongs to that embedding. Immutable.
 */
public final class NoiseLayer {
    private final int size;
    private final float[] values;

    /**
     * A layer with its own copy of the numbers.
     *
     * @param size the latent size d
     * @param values row-major [d, d + 1]: each row a row of W, then the number of b
     */
    public NoiseLayer(int size, float[] values) {
        if (size < 1 || values.length != count(size)) {
            throw new IllegalArgumentException(values.length + " values for a noise layer of size " + size);
        }
        this.size = size;
        this.values = values.clone();
    }

    /** The layer that changes nothing: W = I, b = 0. */
    public static NoiseLayer identity(int size) {
        float[] values = new float[count(size)];
        for (int i = 0; i < size; i++) {
            values[i * (size + 1) + i] = 1;
        }
        return new NoiseLayer(size, values);
    }

    /** How many numbers a layer has: d (d + 1). */
    public static int count(int size) {
        return Math.multiplyExact(size, size + 1);
    }

    /** The latent size. */
    public int size() {
        return size;
    }

    /** A copy of all numbers, row-major [d, d + 1]. */
    public float[] values() {
        return values.clone();
    }

    /**
     * The latents behind the layer. Sums are of float64 in a fixed order, so that they are the same on every machine.
     *
     * @param latents row-major [n, d]
     * @return row-major [n, d], a new array
     */
    public float[] apply(float[] latents) {
        float[] applied = new float[latents.length];
        for (int from = 0; from < latents.length; from += size) {
            for (int i = 0; i < size; i++) {
                int row = i * (size + 1);
                double sum = values[row + size];
                for (int j = 0; j < size; j++) {
                    sum += (double) values[row + j] * latents[from + j];
                }
                applied[from + i] = (float) sum;
            }
        }
        return applied;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoiseLayer layer && layer.size == size && Arrays.equals(layer.values, values);
    }

    @Override
    public int hashCode() {
        return 31 * size + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "noise layer [" + size + ", " + (size + 1) + "]";
    }
}
