package org.biggantune.tuning;

import java.util.Arrays;

/**
 * Latents of one outer iteration and the pairs used by the diversity reward.
 *
 * @param latents row-major [batch, latent size]
 * @param pairs indices [batch / 2][2], each sample in exactly one pair; empty if diversity is off
 */
public record LatentBatch(float[] latents, int[][] pairs) {
    /** Returns a batch whose pairs are neighbours: 0 and 1, 2 and 3, and so on. */
    public static LatentBatch ofNeighbours(float[] latents, int count) {
        int[][] pairs = new int[count / 2][];
        Arrays.setAll(pairs, p -> new int[] {2 * p, 2 * p + 1});
        return new LatentBatch(latents, pairs);
    }

    /**
     * Returns the batch reordered so that pairs are neighbours: 0 and 1, 2 and 3, and so on. The loss changes only by
     * rounding, no gather is needed, and every chunk of even length contains whole pairs.
     */
    LatentBatch arranged() {
        if (pairs.length == 0) {
            return this;
        }
        int size = latents.length / (2 * pairs.length);
        if (2 * pairs.length * size != latents.length) {
            throw new IllegalArgumentException(pairs.length + " pairs of " + latents.length + " numbers");
        }
        float[] ordered = new float[latents.length];
        int[][] neighbours = new int[pairs.length][];
        for (int i = 0; i < 2 * pairs.length; i++) {
            System.arraycopy(latents, pairs[i / 2][i % 2] * size, ordered, i * size, size);
            neighbours[i / 2] = new int[] {i - i % 2, i - i % 2 + 1};
        }
        return new LatentBatch(ordered, neighbours);
    }
}
