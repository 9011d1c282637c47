package org.biggantune.metric;

/**
 * An estimated mean with its confidence interval.
 *
 * @param mean the estimate
 * @param low the lower bound; −∞ with too few values
 * @param high the upper bound; +∞ with too few values
 */
public record ConfidenceInterval(double mean, double low, double high) {
    /** The standard normal distribution's 97.5 % point. */
    private static final double NORMAL_95 = 1.959963984540054;

    /**
     * Returns the 95 % score interval of a proportion (Wilson, "Probable inference, the law of succession, and
     * statistical inference", 1927), which stays within [0, 1].
     *
     * @param share the observed proportion, 0 to 1
     * @param count the number of trials, at least 1
     */
    public static ConfidenceInterval ofShare(double share, int count) {
        double squared = NORMAL_95 * NORMAL_95 / count;
        double centre = (share + squared / 2) / (1 + squared);
        double half = NORMAL_95 * Math.sqrt(share * (1 - share) / count + squared / (4.0 * count)) / (1 + squared);
        return new ConfidenceInterval(share, Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /** Whether both bounds are finite, that is, whether there were enough values. */
    public boolean isBounded() {
        return low > Double.NEGATIVE_INFINITY && high < Double.POSITIVE_INFINITY;
    }
}
