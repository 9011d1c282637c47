package org.biggantune.domain;

import java.util.Arrays;

/**
 * A linear layer before the generator, z ↦ W z + b, that tuning may train together with a class embedding, to which it
 * belongs. Immutable.
 */
public final class NoiseLayer {
    private final int size;
    private final float[] values;

    /**
     * Creates a layer; the values are copied.
     *
     * @param size the latent size d
     * @param values row-major [d, d + 1]: each row is a row of W followed by an element of b
     */
    public NoiseLayer(int size, float[] values) {
        if (size < 1 || values.length != count(size)) {
            throw new IllegalArgumentException(values.length + " values for a noise layer of size " + size);
        }
        this.size = size;
        this.values = values.clone();
    }

    /** Returns the identity layer: W = I, b = 0. */
    public static NoiseLayer identity(int size) {
        float[] values = new float[count(size)];
        for (int i = 0; i < size; i++) {
            values[i * (size + 1) + i] = 1;
        }
        return new NoiseLayer(size, values);
    }

    /** Returns the number of values of a layer: d (d + 1). */
    public static int count(int size) {
        return Math.multiplyExact(size, size + 1);
    }

    /** Returns the latent size. */
    public int size() {
        return size;
    }

    /** Returns a copy of all values, row-major [d, d + 1]. */
    public float[] values() {
        return values.clone();
    }

    /**
     * Applies the layer to latents. Sums are computed in float64 in a fixed order and are therefore the same on every
     * machine.
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
