package org.biggantune.metric;

import java.util.Arrays;

/**
 * Confidence intervals by the delete-a-group jackknife (Tukey, "Bias and confidence in not-quite large samples", 1958): a
 * measure is taken again without each of twenty groups of generated images, and without each of twenty groups of real ones;
 * the variances of both add up (Arvesen, "Jackknifing U-statistics", 1969). The estimated variance is on average too large
 * rather than too small (Efron and Stein, "The jackknife estimate of variance", 1981). Image i belongs to group i mod 20.
 */
final class GroupJackknife {
    /** The number of groups on each side. */
    static final int GROUPS = 20;

    /** The 97.5 % point of Student's distribution with {@link #GROUPS} − 1 degrees of freedom. */
    private static final double STUDENT_95 = 2.093024054408263;

    private GroupJackknife() {}

    /** Returns the group of an image. */
    static int group(int image) {
        return image % GROUPS;
    }

    /**
     * Whether a side has enough images.
     *
     * @param count the number of images
     * @param least the number that must be left without any one group
     */
    static boolean isPossible(int count, int least) {
        return count >= 2 * GROUPS && left(count, 0) >= least;
    }

    /** Returns how many of a number of images are not in a group. */
    static int left(int count, int group) {
        return count - (count - group + GROUPS - 1) / GROUPS;
    }

    /**
     * Returns the interval of a measure.
     *
     * @param value the measure of all images
     * @param withoutGenerated the measure without each group of generated images
     * @param withoutReal the measure without each group of real images
     */
    static ConfidenceInterval interval(double value, double[] withoutGenerated, double[] withoutReal) {
        double half = STUDENT_95 * Math.sqrt(variance(withoutGenerated) + variance(withoutReal));
        return new ConfidenceInterval(value, value - half, value + half);
    }

    private static double variance(double[] without) {
        double mean = Arrays.stream(without).average().orElseThrow();
        double squares =
                Arrays.stream(without).map(one -> (one - mean) * (one - mean)).sum();
        return squares * (without.length - 1) / without.length;
    }
}
