package org.biggantune.metric;

import java.util.function.IntToDoubleFunction;
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
    private final NeighbourBalls balls;

    /**
     * Prepares comparisons with real features.
     *
     * @param real more vectors than neighbours
     * @param neighbours k, at least 1
     * @param threads the number of threads to use; the result does not depend on it
     */
    PrecisionRecallDensityCoverage(Features real, int neighbours, int threads) {
        this.real = real;
        this.neighbours = neighbours;
        this.threads = threads;
        this.balls = NeighbourBalls.of(real, neighbours, threads);
    }

    /**
     * Compares generated features with the real ones.
     *
     * @param generated more vectors than neighbours, of the same length
     */
    CoverageScores with(Features generated) {
        real.requireSize(generated);
        NeighbourBalls theirs = NeighbourBalls.of(generated, neighbours, threads);
        BallMembership members = BallMembership.count(real, balls, generated, theirs, threads);
        if (!balls.isGrouped() || !theirs.isGrouped()) {
            return new CoverageScores(
                    ConfidenceInterval.unbounded(members.precision()),
                    ConfidenceInterval.unbounded(members.recall()),
                    ConfidenceInterval.unbounded(members.density(neighbours)),
                    ConfidenceInterval.unbounded(members.coverage()));
        }
        return new CoverageScores(
                GroupJackknife.interval(
                                members.precision(),
                                each(members::precisionWithoutGenerated),
                                each(members::precisionWithoutReal))
                        .noNarrowerThanShare(generated.count()),
                GroupJackknife.interval(
                                members.recall(),
                                each(members::recallWithoutGenerated),
                                each(members::recallWithoutReal))
                        .noNarrowerThanShare(real.count()),
                GroupJackknife.interval(
                                members.density(neighbours),
                                each(group -> members.densityWithoutGenerated(group, neighbours)),
                                each(group -> members.densityWithoutReal(group, neighbours)))
                        .atLeastZero(),
                GroupJackknife.interval(
                                members.coverage(),
                                each(members::coverageWithoutGenerated),
                                each(members::coverageWithoutReal))
                        .noNarrowerThanShare(real.count()));
    }

    private static double[] each(IntToDoubleFunction measure) {
        return IntStream.range(0, GroupJackknife.GROUPS).mapToDouble(measure).toArray();
    }
}
