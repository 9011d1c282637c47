package org.biggantune.metric;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The Kernel Inception Distance (KID) of features: the unbiased estimate of the squared maximum mean discrepancy with
 * the kernel (x·y / d + 1)³ over all pairs (Bińkowski et al., "Demystifying MMD GANs", 2018). About 0, possibly
 * slightly negative, for features of the same distribution. Caches the reference's own kernel mean; thread-safe.
 */
final class KernelInceptionDistance {
    private final Features reference;
    private final int threads;
    private final double within;

    /**
     * Prepares distances to reference features.
     *
     * @param reference at least two vectors
     * @param threads the number of threads to use; the result does not depend on it
     */
    public KernelInceptionDistance(Features reference, int threads) {
        this.reference = reference;
        this.threads = threads;
        this.within = within(reference);
    }

    /**
     * Returns the distance to other features; may be slightly negative.
     *
     * @param other at least two vectors of the same length
     */
    public double to(Features other) {
        reference.requireSize(other);
        double between = sum(reference, other, i -> other.count()) / ((double) reference.count() * other.count());
        return within + within(other) - 2 * between;
    }

    /** Returns the kernel's mean over pairs of different vectors. */
    private double within(Features features) {
        int count = features.count();
        if (count < 2) {
            throw new IllegalArgumentException("a kernel distance needs two vectors on each side");
        }
        return sum(features, features, i -> i) / (count * (count - 1.0) / 2);
    }

    /** Sums the kernel over each vector i of the first set and the vectors below {@code bound(i)} of the second. */
    private double sum(Features a, Features b, IntUnaryOperator bound) {
        double[] rows = new double[a.count()];
        ParallelFor.each(rows.length, threads, i -> {
            double sum = 0;
            for (int j = 0; j < bound.applyAsInt(i); j++) {
                sum += kernel(a, i, b, j);
            }
            rows[i] = sum;
        });
        return Arrays.stream(rows).sum();
    }

    private static double kernel(Features a, int i, Features b, int j) {
        double base = a.product(i, b, j) / a.size() + 1;
        return base * base * base;
    }
}
