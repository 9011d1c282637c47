package org.biggantune.metric;

import java.util.Arrays;

/**
 * Precision and recall (Kynkäänniemi et al., "Improved precision and recall metric for assessing generative models",
 * 2019), density and coverage (Naeem et al., "Reliable fidelity and diversity metrics for generative models", 2020), with
 * the conventions of the latter's code: a ball reaches to the k-th nearest other vector of its own set, and what lies
 * within is strictly nearer. Keeps the real balls; thread-safe.
 */
public final class ManifoldComparison {
    private final Features real;
    private final int neighbours;
    private final double[] realRadii;

    /**
     * Comparisons with real features.
     *
     * @param real more vectors than neighbours
     * @param neighbours k, at least 1
     */
    public ManifoldComparison(Features real, int neighbours) {
        this.real = real;
        this.neighbours = neighbours;
        this.realRadii = squaredRadii(real, neighbours);
    }

    /**
     * Where generated features lie.
     *
     * @param generated more vectors than neighbours, of the same length
     */
    public CoverageScores with(Features generated) {
        real.requireSize(generated);
        double[] radii = squaredRadii(generated, neighbours);
        int[] hits = new int[generated.count()];
        int recalled = 0;
        int covered = 0;
        for (int i = 0; i < real.count(); i++) {
            boolean recall = false;
            boolean cover = false;
            for (int j = 0; j < generated.count(); j++) {
                double distance = real.squaredDistance(i, generated, j);
                recall |= distance < radii[j];
                if (distance < realRadii[i]) {
                    cover = true;
                    hits[j]++;
                }
            }
            recalled += recall ? 1 : 0;
            covered += cover ? 1 : 0;
        }
        double precise = Arrays.stream(hits).filter(count -> count > 0).count();
        double dense = Arrays.stream(hits).asLongStream().sum();
        return new CoverageScores(
                precise / generated.count(),
                (double) recalled / real.count(),
                dense / neighbours / generated.count(),
                (double) covered / real.count());
    }

    private static double[] squaredRadii(Features features, int neighbours) {
        int count = features.count();
        if (neighbours < 1 || count <= neighbours) {
            throw new IllegalArgumentException(neighbours + " neighbours among " + count + " vectors");
        }
        double[] radii = new double[count];
        double[] distances = new double[count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                distances[j] = i == j ? 0 : features.squaredDistance(i, features, j);
            }
            // The vector itself comes first.
            Arrays.sort(distances);
            radii[i] = distances[neighbours];
        }
        return radii;
    }
}
