package org.biggantune.domain.random;

import java.util.Objects;

/**
 * The address of one stream of random numbers. Equal keys give equal numbers on every machine; different keys give
 * independent ones.
 *
 * @param seed the user's seed, any value
 * @param purpose what the numbers are for
 * @param classIndex zero-based class, or 0 where the numbers belong to no class
 * @param start zero-based initial embedding, below 2<sup>24</sup>; 0 where all starts share the numbers
 * @param iteration zero-based outer iteration or batch
 */
public record RandomKey(long seed, StreamPurpose purpose, int classIndex, int start, int iteration) {
    private static final int START_LIMIT = 1 << 24;

    /** Checks the ranges. */
    public RandomKey {
        Objects.requireNonNull(purpose, "purpose");
        if (classIndex < 0 || iteration < 0 || start < 0 || start >= START_LIMIT) {
            throw new IllegalArgumentException(
                    "latent key out of range: class " + classIndex + ", start " + start + ", iteration " + iteration);
        }
    }
}
