package org.biggantune.metric;

import java.util.Arrays;
import java.util.Optional;
import org.biggantune.model.MatrixDecompositions;

/**
 * The Fréchet Inception Distance (FID), the Fréchet distance between normal distributions with the moments of two sets
 * of features: ‖μ₁ − μ₂‖² + tr(C₁) + tr(C₂) − 2 tr((C₁C₂)^½) (Heusel et al., "GANs trained by a two time-scale update
 * rule converge to a local Nash equilibrium", 2017). With factors C₁ = FFᵀ and C₂ = GGᵀ the trace is the sum of the
 * singular values of FᵀG, which avoids the square root of a rounding error and works for singular covariances (fewer
 * images than features). Caches F.
 *
 * <p>The interval comes from the infinitesimal jackknife (Jaeckel, "The infinitesimal jackknife", 1972): the influence of an
 * image is the derivative of the distance, 2 (μ₁ − μ₂)ᵀx + xᵀx − xᵀTx, where x is the image's features less their mean and T
 * the optimal transport map between the normal distributions ({@link MatrixDecompositions#transport}). The interval is
 * around the mean distance of as many images. That is larger than the distance of infinitely many (Chong and Forsyth,
 * "Effectively unbiased FID and Inception Score and where to find them", 2020), which the interval does not correct. With
 * fewer images than features it is too wide.
 */
final class FrechetInceptionDistance {
    private final FeatureMoments reference;
    private final MatrixDecompositions matrices;
    private final MatrixDecompositions.Factor factor;

    /**
     * Prepares distances to reference moments.
     *
     * @param matrices decomposes the covariances; borrowed
     */
    FrechetInceptionDistance(FeatureMoments reference, MatrixDecompositions matrices) {
        this.reference = reference;
        this.matrices = matrices;
        this.factor = matrices.factor(reference.covariance(), reference.size());
    }

    /**
     * Returns the distance to other moments, at least 0.
     *
     * @param other moments of vectors of the same length
     */
    double to(FeatureMoments other) {
        requireSize(other);
        return to(other, matrices.factor(other.covariance(), other.size()));
    }

    /**
     * Returns the distance to the moments of features with its interval of 95 % confidence.
     *
     * @param generated the features
     * @param moments their moments
     * @param real the features that the reference moments were computed from; if they are unknown, the interval is that for
     *     a reference without error
     */
    public ConfidenceInterval to(Features generated, FeatureMoments moments, Optional<Features> real) {
        requireSize(moments);
        MatrixDecompositions.Factor other = matrices.factor(moments.covariance(), moments.size());
        double distance = to(moments, other);
        double variance = variance(generated, moments, reference, matrices.transport(other, factor))
                + real.map(features -> variance(features, reference, moments, matrices.transport(factor, other)))
                        .orElse(0.0);
        double half = ConfidenceInterval.NORMAL_95 * Math.sqrt(variance);
        return new ConfidenceInterval(distance, distance - half, distance + half).atLeastZero();
    }

    /**
     * Returns what the choice of one side's images contributes to the variance of the distance.
     *
     * @param map the transport map from this side's distribution to the other's
     */
    private double variance(
            Features images, FeatureMoments own, FeatureMoments other, MatrixDecompositions.Factor map) {
        double[] influences = new double[images.count()];
        int size = own.size();
        for (Features.Block block : images.blocks(FeatureMoments.BLOCK)) {
            double[] centred = FeatureMoments.centred(block, own.mean());
            double[] transported = matrices.squaredLengths(centred, map);
            for (int i = 0; i < centred.length; i++) {
                double x = centred[i];
                influences[block.from() + i / size] += x * (x + 2 * (own.mean()[i % size] - other.mean()[i % size]));
            }
            for (int i = 0; i < block.count(); i++) {
                influences[block.from() + i] -= transported[i];
            }
        }
        double mean = Arrays.stream(influences).average().orElseThrow();
        double squares = Arrays.stream(influences)
                .map(one -> (one - mean) * (one - mean))
                .sum();
        return squares / (influences.length * (influences.length - 1.0));
    }

    private void requireSize(FeatureMoments other) {
        int size = reference.size();
        if (other.size() != size) {
            throw new IllegalArgumentException("moments of " + size + " and of " + other.size() + " numbers");
        }
    }

    private double to(FeatureMoments other, MatrixDecompositions.Factor otherFactor) {
        double distance = reference.squaredMeanDistance(other)
                + reference.totalVariance()
                + other.totalVariance()
                - 2 * matrices.traceOfRoot(factor, otherFactor);
        return Math.max(0, distance);
    }
}
