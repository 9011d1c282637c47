package org.biggantune.metric;

/**
 * The kernel distance (KID) of features: the unbiased estimate of the squared maximum mean discrepancy with the kernel
 * (x·y / d + 1)³ over all pairs (Bińkowski et al., "Demystifying MMD GANs", 2018). About 0, also a little below, for
 * features of one distribution. Keeps the reference's own mean; thread-safe.
 */
public final class KernelDistance {
    private final Features reference;
    private final double within;

    /**
     * Distances from reference features.
     *
     * @param reference at least two vectors
     */
    public KernelDistance(Features reference) {
        this.reference = reference;
        this.within = within(reference);
    }

    /**
     * The distance to other features.
     *
     * @param other at least two vectors of the same length
     */
    public double to(Features other) {
        reference.requireSize(other);
        double between = 0;
        for (int i = 0; i < reference.count(); i++) {
            for (int j = 0; j < other.count(); j++) {
                between += kernel(reference, i, other, j);
            }
        }
        between /= (double) reference.count() * other.count();
        return within + within(other) - 2 * between;
    }

    /** The kernel's mean over pairs of different vectors. */
    private static double within(Features features) {
        int count = features.count();
        if (count < 2) {
            throw new IllegalArgumentException("a kernel distance needs two vectors on each side");
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                sum += kernel(features, i, features, j);
            }
        }
        return sum / (count * (count - 1.0) / 2);
    }

    private static double kernel(Features a, int i, Features b, int j) {
        double base = a.product(i, b, j) / a.size() + 1;
        return base * base * base;
    }
}
