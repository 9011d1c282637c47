package org.biggantune.metric;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The Kernel Inception Distance (KID) of features: the unbiased estimate of the squared maximum mean discrepancy with
 * the kernel (x·y / d + 1)³ over all pairs (Bińkowski et al., "Demystifying MMD GANs", 2018). About 0, possibly
 * slightly negative, for features of the same distribution. Caches the kernel's sums over the reference; thread-safe.
 */
final class KernelInceptionDistance {
    private static final int GROUPS = GroupJackknife.GROUPS;

    private final Features reference;
    private final int threads;
    private final Sums within;

    /**
     * Prepares distances to reference features.
     *
     * @param reference at least two vectors
     * @param threads the number of threads to use; the result does not depend on it
     */
    KernelInceptionDistance(Features reference, int threads) {
        this.reference = reference;
        this.threads = threads;
        this.within = within(reference);
    }

    /**
     * The kernel's sums over pairs of vectors.
     *
     * @param all over all pairs
     * @param byGroup over the pairs from two groups: [group of the first vector][group of the second]
     */
    @SuppressWarnings("ArrayRecordComponent") // private to this class, never compared
    private record Sums(double all, double[][] byGroup) {
        /** Over the pairs whose first vector is in a group. */
        double first(int group) {
            return Arrays.stream(byGroup[group]).sum();
        }

        /** Over the pairs whose second vector is in a group. */
        double second(int group) {
            return Arrays.stream(byGroup).mapToDouble(row -> row[group]).sum();
        }
    }

    /**
     * Returns the distance to other features, which may be slightly negative, with its interval of 95 % confidence by
     * {@link GroupJackknife}.
     *
     * @param other at least two vectors of the same length
     * @return unbounded if one side has too few vectors
     */
    ConfidenceInterval to(Features other) {
        reference.requireSize(other);
        int ours = reference.count();
        int theirs = other.count();
        Sums others = within(other);
        Sums between = sum(reference, other, i -> theirs);
        double here = within.all() / pairs(ours);
        double there = others.all() / pairs(theirs);
        double distance = here + there - 2 * (between.all() / ((double) ours * theirs));
        if (!GroupJackknife.isPossible(ours, 2) || !GroupJackknife.isPossible(theirs, 2)) {
            return ConfidenceInterval.unbounded(distance);
        }
        double[] withoutOther = new double[GROUPS];
        double[] withoutReference = new double[GROUPS];
        for (int group = 0; group < GROUPS; group++) {
            withoutOther[group] = here
                    + without(others, theirs, group)
                    - 2
                            * (between.all() - between.second(group))
                            / ((double) ours * GroupJackknife.left(theirs, group));
            withoutReference[group] = without(within, ours, group)
                    + there
                    - 2 * (between.all() - between.first(group)) / ((double) GroupJackknife.left(ours, group) * theirs);
        }
        return GroupJackknife.interval(distance, withoutOther, withoutReference);
    }

    /** Returns the kernel's mean over pairs of different vectors outside a group. */
    private static double without(Sums sums, int count, int group) {
        double left = sums.all() - sums.first(group) - sums.second(group) + sums.byGroup()[group][group];
        return left / pairs(GroupJackknife.left(count, group));
    }

    private static double pairs(int count) {
        return count * (count - 1.0) / 2;
    }

    /** Sums the kernel over pairs of different vectors. */
    private Sums within(Features features) {
        if (features.count() < 2) {
            throw new IllegalArgumentException("a kernel distance needs two vectors on each side");
        }
        return sum(features, features, i -> i);
    }

    /** Sums the kernel over each vector i of the first set and the vectors below {@code bound(i)} of the second. */
    private Sums sum(Features a, Features b, IntUnaryOperator bound) {
        double[] rows = new double[a.count()];
        double[][] rowsByGroup = new double[a.count()][GROUPS];
        for (Features.Block some : a.blocks()) {
            for (Features.Block others : b.blocks()) {
                ParallelFor.each(some.count(), threads, at -> {
                    int i = some.from() + at;
                    int end = Math.min(others.from() + others.count(), bound.applyAsInt(i));
                    // The order of the additions does not depend on the blocks.
                    double sum = rows[i];
                    for (int j = others.from(); j < end; j++) {
                        double value = kernel(some, at, others, j - others.from());
                        sum += value;
                        rowsByGroup[i][GroupJackknife.group(j)] += value;
                    }
                    rows[i] = sum;
                });
            }
        }
        double[][] byGroup = new double[GROUPS][GROUPS];
        for (int i = 0; i < rows.length; i++) {
            for (int group = 0; group < GROUPS; group++) {
                byGroup[GroupJackknife.group(i)][group] += rowsByGroup[i][group];
            }
        }
        return new Sums(Arrays.stream(rows).sum(), byGroup);
    }

    private static double kernel(Features.Block a, int i, Features.Block b, int j) {
        double base = a.product(i, b, j) / a.size() + 1;
        return base * base * base;
    }
}
