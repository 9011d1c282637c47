package org.biggantune.domain.random;

import java.util.Objects;

/**
 * Identifies a stream of random numbers. Equal keys give equal numbers on every machine; different keys give
 * independent ones.
 *
 * @param seed the user's seed, any value
 * @param purpose the purpose of the numbers
 * @param classIndex the zero-based class; 0 if the numbers belong to no class
 * @param start the zero-based start, below 2<sup>24</sup>; 0 if all starts share the numbers
 * @param iteration the zero-based outer iteration or batch
 */
public record RandomKey(long seed, StreamPurpose purpose, int classIndex, int start, int iteration) {
    private static final int START_LIMIT = 1 << 24;

    /** Checks the ranges. */
    public RandomKey {
        Objects.requireNonNull(purpose, "purpose");
        if (classIndex < 0 || iteration < 0 || start < 0 || start >= START_LIMIT) {
            throw new IllegalArgumentException(
                    "random key out of range: class " + classIndex + ", start " + start + ", iteration " + iteration);
        }
    }
}
