package org.biggantune.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;

/**
 * Confidence intervals of means by the percentile bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap",
 * 1993, chapter 13): values are resampled with replacement. With n values the interval is too narrow by about 1 part in 2n,
 * as the variance of a sample is that of its population times (n − 1) / n.
 *
 * @param seed the seed of the resamples
 * @param classIndex the class's index, which determines them too
 * @param stream distinguishes several bootstraps of one seed and class
 */
record Bootstrap(long seed, int classIndex, int stream) {
    /** The nominal coverage of the intervals. */
    static final double CONFIDENCE = 0.95;

    /** The number of resamples. */
    static final int RESAMPLES = 2000;

    /**
     * The fewest values that give a bounded interval: without any difference, all of five still agree in sign in one case
     * of sixteen.
     */
    static final int LEAST = 6;

    /**
     * Returns the interval of a mean.
     *
     * @param values the values
     * @param mean their mean
     * @return unbounded for fewer than {@link #LEAST} values
     */
    ConfidenceInterval ofMean(double[] values, double mean) {
        return ofMeans(List.of(values), new double[] {mean}).get(0);
    }

    /**
     * Returns the intervals of the means of several measures of the same things, which are resampled together.
     *
     * @param columns the values of each measure, all of the same length
     * @param means the mean of each measure
     */
    List<ConfidenceInterval> ofMeans(List<double[]> columns, double[] means) {
        int count = columns.get(0).length;
        if (count < LEAST) {
            return Arrays.stream(means).mapToObj(ConfidenceInterval::unbounded).toList();
        }
        double[][] found = new double[columns.size()][RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            int[] drawn = RandomStream.integers(
                    new RandomKey(seed, StreamPurpose.RESAMPLING, classIndex, stream, r), count, count);
            for (int column = 0; column < found.length; column++) {
                double sum = 0;
                for (int place : drawn) {
                    sum += columns.get(column)[place];
                }
                found[column][r] = sum / count;
            }
        }
        return IntStream.range(0, found.length)
                .mapToObj(column -> between(found[column], means[column]))
                .toList();
    }

    private static ConfidenceInterval between(double[] resampled, double mean) {
        Arrays.sort(resampled);
        double tail = (1 - CONFIDENCE) / 2;
        return new ConfidenceInterval(mean, quantile(resampled, tail), quantile(resampled, 1 - tail));
    }

    /** Interpolates linearly: definition 7 of Hyndman and Fan, NumPy's default. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
