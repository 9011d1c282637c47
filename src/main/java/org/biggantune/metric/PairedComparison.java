package org.biggantune.metric;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Compares the samples of two embeddings drawn from the same latents. Confidence intervals of the differences come from
 * the {@link Bootstrap}: pairs of latents are resampled with replacement, each together with its measurements under both embeddings. The pairs are
 * disjoint and independent, which makes resampling the distances within them valid as well.
 */
public final class PairedComparison {
    /** The nominal coverage of the intervals. */
    public static final double CONFIDENCE = Bootstrap.CONFIDENCE;

    /** The number of bootstrap resamples. */
    public static final int RESAMPLES = Bootstrap.RESAMPLES;

    /** The fewest pairs that give a bounded interval. */
    public static final int LEAST_PAIRS = Bootstrap.LEAST;

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

    /** Returns the measures of both embeddings and their changes, with their intervals. */
    public ComparisonIntervals intervals() {
        List<Measure> measures = Measure.in(after());
        List<double[]> values = new ArrayList<>();
        DoubleStream.Builder means = DoubleStream.builder();
        for (Measure measure : measures) {
            values.add(values(before, measure));
            means.add(measure.of(before()));
        }
        for (Measure measure : measures) {
            values.add(values(after, measure));
            means.add(measure.of(after()));
        }
        for (Measure measure : measures) {
            values.add(values(measure, 1));
            means.add(mean(measure, 1));
        }
        // All from the same resamples, which are drawn once.
        List<ConfidenceInterval> found =
                bootstrap().ofMeans(values, means.build().toArray());
        int count = measures.size();
        return new ComparisonIntervals(
                byMeasure(measures, found.subList(0, count)),
                byMeasure(measures, found.subList(count, 2 * count)),
                byMeasure(measures, found.subList(2 * count, 3 * count)));
    }

    /** Returns {@code after − share × before} of a measure with its interval. */
    public ConfidenceInterval above(Measure measure, double share) {
        return bootstrap().ofMean(values(measure, share), mean(measure, share));
    }

    private static Map<Measure, ConfidenceInterval> byMeasure(List<Measure> measures, List<ConfidenceInterval> found) {
        Map<Measure, ConfidenceInterval> intervals = new EnumMap<>(Measure.class);
        for (int i = 0; i < found.size(); i++) {
            intervals.put(measures.get(i), found.get(i));
        }
        return intervals;
    }

    private double[] values(Measure measure, double share) {
        double[] first = values(before, measure);
        double[] differences = values(after, measure);
        for (int i = 0; i < differences.length; i++) {
            differences[i] -= share * first[i];
        }
        return differences;
    }

    private double mean(Measure measure, double share) {
        return measure.of(after()) - share * measure.of(before());
    }

    private static double[] values(MeasuredSamples samples, Measure measure) {
        return samples.pairs().stream().mapToDouble(measure::of).toArray();
    }

    private Bootstrap bootstrap() {
        return new Bootstrap(seed, classIndex, 0);
    }
}
