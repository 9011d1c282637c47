package org.biggantune.metric;

import java.util.List;

/**
 * An estimate, such as a mean, with its confidence interval.
 *
 * @param mean the estimate
 * @param low the lower bound; −∞ with too few values
 * @param high the upper bound; +∞ with too few values
 */
public record ConfidenceInterval(double mean, double low, double high) {
    /** The standard normal distribution's 97.5 % point. */
    static final double NORMAL_95 = 1.959963984540054;

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

    /** Returns the interval of an estimate from too few values. */
    public static ConfidenceInterval unbounded(double estimate) {
        return new ConfidenceInterval(estimate, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * Returns the interval of a proportion within [0, 1], widened to that of {@link #ofShare} where it is narrower.
     *
     * @param count the number of trials
     */
    ConfidenceInterval noNarrowerThanShare(int count) {
        ConfidenceInterval least = ofShare(mean, count);
        return new ConfidenceInterval(
                mean, Math.max(0, Math.min(low, least.low)), Math.min(1, Math.max(high, least.high)));
    }

    /** Returns the interval of a measure that is never negative. */
    ConfidenceInterval atLeastZero() {
        return new ConfidenceInterval(mean, Math.max(0, low), high);
    }

    /**
     * Returns the mean of independent estimates with its interval: their distances to the bounds add up in squares (Zou and
     * Donner, "Construction of confidence limits about effect measures: a general approach", 2008).
     *
     * @param estimates at least one
     */
    public static ConfidenceInterval ofMean(List<ConfidenceInterval> estimates) {
        int count = estimates.size();
        double mean = estimates.stream()
                .mapToDouble(ConfidenceInterval::mean)
                .average()
                .orElseThrow();
        double below = estimates.stream()
                .mapToDouble(one -> square(one.mean - one.low))
                .sum();
        double above = estimates.stream()
                .mapToDouble(one -> square(one.high - one.mean))
                .sum();
        return new ConfidenceInterval(mean, mean - Math.sqrt(below) / count, mean + Math.sqrt(above) / count);
    }

    private static double square(double number) {
        return number * number;
    }

    /** Returns half of the interval's width. */
    public double half() {
        return (high - low) / 2;
    }

    /** Whether both bounds are finite, that is, whether there were enough values. */
    public boolean isBounded() {
        return low > Double.NEGATIVE_INFINITY && high < Double.POSITIVE_INFINITY;
    }
}
