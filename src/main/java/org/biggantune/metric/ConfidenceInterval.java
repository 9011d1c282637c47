package org.biggantune.metric;

/**
 * A mean and where the true one lies with some confidence.
 *
 * @param mean the mean that was found
 * @param low the lower end; −∞ where there are too few values to tell
 * @param high the upper end; +∞ there
 */
public record ConfidenceInterval(double mean, double low, double high) {
    /** Whether there were enough values. */
    public boolean isBounded() {
        return low > Double.NEGATIVE_INFINITY && high < Double.POSITIVE_INFINITY;
    }
}
