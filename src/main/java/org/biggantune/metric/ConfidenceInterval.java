package org.biggantune.metric;

/**
 * A mean and where the true one lies with some confidence.
 *
 * @param mean the mean that was found
 * @param low the lower end; −∞ where there are too few values to tell
 * @param high the upper end; +∞ there
 */
public record ConfidenceInterval(double mean, double low, double high) {
    /** The standard normal distribution's 97.5 % point. */
    private static final double NORMAL_95 = 1.959963984540054;

    /**
     * Where a share lies with a confidence of 95 %, by the score interval (Wilson, "Probable inference, the law of
     * succession, and statistical inference", 1927), which keeps within [0, 1].
     *
     * @param share the share that was found
     * @param count of how many, at least 1
     */
    public static ConfidenceInterval ofShare(double share, int count) {
        double squared = NORMAL_95 * NORMAL_95 / count;
        double centre = (share + squared / 2) / (1 + squared);
        double half = NORMAL_95 * Math.sqrt(share * (1 - share) / count + squared / (4.0 * count)) / (1 + squared);
        return new ConfidenceInterval(share, Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /** Whether there were enough values. */
    public boolean isBounded() {
        return low > Double.NEGATIVE_INFINITY && high < Double.POSITIVE_INFINITY;
    }
}
