package org.biggantune.domain.random;

import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * The distribution of latents. Without truncation z ~ N(0, I), as in BigGAN-PyTorch. With truncation t each value is
 * drawn from the normal distribution truncated to [−2, 2] and multiplied by t, as for DeepMind's released models
 * (Brock, Donahue, Simonyan, "Large scale GAN training for high fidelity natural image synthesis", 2019, appendix E):
 * values of the stream beyond ±2 are skipped.
 *
 * @param truncation t, above 0 and up to 2; empty for none
 */
public record LatentDistribution(OptionalDouble truncation) {
    /** N(0, I). */
    public static final LatentDistribution NORMAL = new LatentDistribution(OptionalDouble.empty());

    private static final float BOUND = 2;

    /** The most normal values drawn at once. */
    private static final int MOST_DRAWN = 1 << 16;

    /** 1 − 4 φ(2) / (2 Φ(2) − 1), φ(x) = exp(−x²/2) / √(2π), Φ its integral. */
    private static final double TRUNCATED_VARIANCE = 0.7737413035499232;

    /** Checks the factor. */
    public LatentDistribution {
        double factor = truncation.orElse(1);
        if (!(factor > 0 && factor <= BOUND)) {
            throw new IllegalArgumentException("truncation must be above 0 and at most 2, found " + factor);
        }
    }

    /** Returns the distribution truncated to [−2, 2] and multiplied by {@code factor}. */
    public static LatentDistribution truncated(double factor) {
        return new LatentDistribution(OptionalDouble.of(factor));
    }

    /**
     * Returns the root mean square distance of two latents, √(2d) σ. With truncation, σ² = t² (1 − 4 φ(2) / (2 Φ(2) −
     * 1)), the variance of the normal distribution between −2 and 2 (Johnson, Kotz, Balakrishnan, "Continuous
     * univariate distributions", 1994, section 10.1).
     *
     * @param size d, the latent size
     */
    public double distance(int size) {
        double variance =
                truncation.isPresent() ? TRUNCATED_VARIANCE * truncation.getAsDouble() * truncation.getAsDouble() : 1;
        return Math.sqrt(2.0 * size * variance);
    }

    /**
     * Draws values from the stream of a key.
     *
     * @param key the key
     * @param count the number of values, at least 0
     * @return a new array; a longer draw from the same key begins with the shorter one
     */
    public float[] draw(RandomKey key, int count) {
        if (truncation.isEmpty()) {
            return RandomStream.normals(key, count);
        }
        float[] all = new float[count];
        if (count > 0) {
            draw(key, count, count, piece -> System.arraycopy(piece, 0, all, 0, count));
        }
        return all;
    }

    /**
     * Draws the same values piece by piece, so that they need not fit into memory.
     *
     * @param length the number of values in a piece, at least 1; the last one may have fewer
     * @param taker gets the pieces in order, each a new array
     */
    public void draw(RandomKey key, long count, int length, Consumer<float[]> taker) {
        float factor = (float) truncation.orElse(1);
        float bound = truncation.isPresent() ? BOUND : Float.POSITIVE_INFINITY;
        // One value in 22 exceeds the bound.
        long enough = Math.min(MOST_DRAWN, count + count / 16 + RandomStream.BLOCK);
        int drawn = (int) (enough - enough % RandomStream.BLOCK);
        long left = count;
        float[] piece = new float[(int) Math.min(length, left)];
        int filled = 0;
        for (long from = 0; left > 0; from += drawn) {
            for (float number : RandomStream.normals(key, from, drawn)) {
                if (left > 0 && Math.abs(number) <= bound) {
                    piece[filled++] = factor * number;
                    left--;
                    if (filled == piece.length) {
                        taker.accept(piece);
                        piece = new float[(int) Math.min(length, left)];
                        filled = 0;
                    }
                }
            }
        }
    }
}
