package org.biggantune.metric;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Precision and recall (Kynkäänniemi et al., "Improved precision and recall metric for assessing generative models",
 * 2019), density and coverage (Naeem et al., "Reliable fidelity and diversity metrics for generative models", 2020),
 * with the conventions of the latter's code: a ball around a vector reaches to its k-th nearest neighbour in its own
 * set and contains what is strictly nearer. Caches the radii of the real balls; thread-safe.
 */
final class PrecisionRecallDensityCoverage {
    private final Features real;
    private final int neighbours;
    private final int threads;
    private final double[] realRadii;

    /**
     * Prepares comparisons with real features.
     *
     * @param real more vectors than neighbours
     * @param neighbours k, at least 1
     * @param threads the number of threads to use; the result does not depend on it
     */
    public PrecisionRecallDensityCoverage(Features real, int neighbours, int threads) {
        this.real = real;
        this.neighbours = neighbours;
        this.threads = threads;
        this.realRadii = squaredRadii(real);
    }

    /**
     * Compares generated features with the real ones.
     *
     * @param generated more vectors than neighbours, of the same length
     */
    public CoverageScores with(Features generated) {
        real.requireSize(generated);
        double[] radii = squaredRadii(generated);
        AtomicIntegerArray hits = new AtomicIntegerArray(generated.count());
        AtomicInteger recalled = new AtomicInteger();
        AtomicInteger covered = new AtomicInteger();
        ParallelFor.each(real.count(), threads, i -> {
            boolean recall = false;
            boolean cover = false;
            for (int j = 0; j < generated.count(); j++) {
                double distance = real.squaredDistance(i, generated, j);
                recall |= distance < radii[j];
                if (distance < realRadii[i]) {
                    cover = true;
                    hits.incrementAndGet(j);
                }
            }
            recalled.addAndGet(recall ? 1 : 0);
            covered.addAndGet(cover ? 1 : 0);
        });
        int[] counts = IntStream.range(0, generated.count()).map(hits::get).toArray();
        double precise = Arrays.stream(counts).filter(count -> count > 0).count();
        double dense = Arrays.stream(counts).asLongStream().sum();
        return new CoverageScores(
                precise / generated.count(),
                (double) recalled.get() / real.count(),
                dense / neighbours / generated.count(),
                (double) covered.get() / real.count());
    }

    private double[] squaredRadii(Features features) {
        int count = features.count();
        if (neighbours < 1 || count <= neighbours) {
            throw new IllegalArgumentException(neighbours + " neighbours among " + count + " vectors");
        }
        double[] radii = new double[count];
        ParallelFor.each(count, threads, i -> {
            double[] distances = new double[count];
            for (int j = 0; j < count; j++) {
                distances[j] = i == j ? 0 : features.squaredDistance(i, features, j);
            }
            // Position 0 is the vector itself.
            Arrays.sort(distances);
            radii[i] = distances[neighbours];
        });
        return radii;
    }
}
