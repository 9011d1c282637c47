package org.biggantune.metric;

import java.util.Arrays;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;

/**
 * Compares what two embeddings draw from the same latents. How much of a difference may be chance is found by the
 * percentile bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13): pairs of latents
 * are drawn anew with replacement, each with all that was measured of it under both embeddings. The pairs are disjoint
 * and independent, so that the distances within them may be resampled as well.
 */
public final class PairedComparison {
    /** The share of such intervals that hold the true difference. */
    public static final double CONFIDENCE = 0.95;

    /** How many times the pairs are drawn anew. */
    public static final int RESAMPLES = 2000;

    /**
     * Fewer pairs bound nothing: all of five pairs lie on the same side in one of sixteen cases where there is no
     * difference.
     */
    public static final int LEAST_PAIRS = 6;

    private final MeasuredSamples before;
    private final MeasuredSamples after;
    private final long seed;
    private final int classIndex;

    /**
     * A comparison.
     *
     * @param before what one embedding draws
     * @param after what the other draws from the same latents
     * @param seed the run's seed, from which the resamples follow
     * @param classIndex the class, from which they follow too
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

    /** The scores of the first embedding. */
    public SampleScores before() {
        return before.scores();
    }

    /** The scores of the second embedding. */
    public SampleScores after() {
        return after.scores();
    }

    /** How a measure changes from the first to the second. */
    public ConfidenceInterval change(Measure measure) {
        return above(measure, 1);
    }

    /** How far a measure of the second lies above a share of what it is for the first. */
    public ConfidenceInterval above(Measure measure, double share) {
        double[] differences = new double[before.pairs().size()];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = measure.of(after.pairs().get(i))
                    - share * measure.of(before.pairs().get(i));
        }
        return interval(differences, measure.of(after()) - share * measure.of(before()));
    }

    private ConfidenceInterval interval(double[] differences, double mean) {
        int pairs = differences.length;
        if (pairs < LEAST_PAIRS) {
            return new ConfidenceInterval(mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            RandomKey key = new RandomKey(seed, StreamPurpose.RESAMPLING, classIndex, 0, r);
            double sum = 0;
            for (int pair : RandomStream.integers(key, pairs, pairs)) {
                sum += differences[pair];
            }
            means[r] = sum / pairs;
        }
        Arrays.sort(means);
        double tail = (1 - CONFIDENCE) / 2;
        return new ConfidenceInterval(mean, quantile(means, tail), quantile(means, 1 - tail));
    }

    /** Between neighbours in a straight line: Hyndman and Fan's seventh definition, which is NumPy's. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
