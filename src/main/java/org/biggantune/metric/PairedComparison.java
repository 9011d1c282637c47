package org.biggantune.metric;

import java.util.Arrays;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;

/**
 * Compares the samples of two embeddings drawn from the same latents. Confidence intervals of the differences come from
 * the percentile bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13): pairs of
 * latents are resampled with replacement, each together with its measurements under both embeddings. The pairs are
 * disjoint and independent, which makes resampling the distances within them valid as well.
 */
public final class PairedComparison {
    /** The nominal coverage of the intervals. */
    public static final double CONFIDENCE = 0.95;

    /** The number of bootstrap resamples. */
    public static final int RESAMPLES = 2000;

    /**
     * The fewest pairs that give a bounded interval: without any difference, all of five pairs still agree in sign in
     * one case of sixteen.
     */
    public static final int LEAST_PAIRS = 6;

    private final MeasuredSamples before;
    private final MeasuredSamples after;
    private final long seed;
    private final int classIndex;

    /**
     * Creates a comparison.
     *
     * @param before samples of the first embedding
     * @param after samples of the second embedding, from the same latents
     * @param seed the run's seed, which with the class determines the resamples
     * @param classIndex the class's index
     */
    public PairedComparison(MeasuredSamples before, MeasuredSamples after, long seed, int classIndex) {
        if (before.pairs().size() != after.pairs().size()) {
            throw new IllegalArgumentException(
                    before.pairs().size() + " and " + after.pairs().size() + " pairs");
        }
        this.before = before;
        this.after = after;
        this.seed = seed;
        this.classIndex = classIndex;
    }

    /** Returns the scores of the first embedding. */
    public SampleScores before() {
        return before.scores();
    }

    /** Returns the scores of the second embedding. */
    public SampleScores after() {
        return after.scores();
    }

    /** Returns a measure of the first embedding with its interval. */
    public ConfidenceInterval before(Measure measure) {
        return interval(values(before, measure), measure.of(before()));
    }

    /** Returns a measure of the second embedding with its interval. */
    public ConfidenceInterval after(Measure measure) {
        return interval(values(after, measure), measure.of(after()));
    }

    /** Returns the change of a measure from the first embedding to the second. */
    public ConfidenceInterval change(Measure measure) {
        return above(measure, 1);
    }

    /** Returns {@code after − share × before} of a measure. */
    public ConfidenceInterval above(Measure measure, double share) {
        double[] first = values(before, measure);
        double[] differences = values(after, measure);
        for (int i = 0; i < differences.length; i++) {
            differences[i] -= share * first[i];
        }
        return interval(differences, measure.of(after()) - share * measure.of(before()));
    }

    private static double[] values(MeasuredSamples samples, Measure measure) {
        return samples.pairs().stream().mapToDouble(measure::of).toArray();
    }

    private ConfidenceInterval interval(double[] values, double mean) {
        int pairs = values.length;
        if (pairs < LEAST_PAIRS) {
            return new ConfidenceInterval(mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            RandomKey key = new RandomKey(seed, StreamPurpose.RESAMPLING, classIndex, 0, r);
            double sum = 0;
            for (int pair : RandomStream.integers(key, pairs, pairs)) {
                sum += values[pair];
            }
            means[r] = sum / pairs;
        }
        Arrays.sort(means);
        double tail = (1 - CONFIDENCE) / 2;
        return new ConfidenceInterval(mean, quantile(means, tail), quantile(means, 1 - tail));
    }

    /** Interpolates linearly: definition 7 of Hyndman and Fan, NumPy's default. */
    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
