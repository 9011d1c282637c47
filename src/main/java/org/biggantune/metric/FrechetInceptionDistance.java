package org.biggantune.metric;

import org.biggantune.model.MatrixDecompositions;

/**
 * The Fréchet Inception Distance (FID), the Fréchet distance between normal distributions with the moments of two sets
 * of features: ‖μ₁ − μ₂‖² + tr(C₁) + tr(C₂) − 2 tr((C₁C₂)^½) (Heusel et al., "GANs trained by a two time-scale update
 * rule converge to a local Nash equilibrium", 2017). With factors C₁ = FFᵀ and C₂ = GGᵀ the trace is the sum of the
 * singular values of FᵀG, which avoids the square root of a rounding error and works for singular covariances (fewer
 * images than features). Caches F.
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
    public FrechetInceptionDistance(FeatureMoments reference, MatrixDecompositions matrices) {
        this.reference = reference;
        this.matrices = matrices;
        this.factor = matrices.factor(reference.covariance(), reference.size());
    }

    /**
     * Returns the distance to other moments, at least 0.
     *
     * @param other moments of vectors of the same length
     */
    public double to(FeatureMoments other) {
        int size = reference.size();
        if (other.size() != size) {
            throw new IllegalArgumentException("moments of " + size + " and of " + other.size() + " numbers");
        }
        double distance = reference.squaredMeanDistance(other)
                + reference.totalVariance()
                + other.totalVariance()
                - 2 * matrices.traceOfRoot(factor, matrices.factor(other.covariance(), size));
        return Math.max(0, distance);
    }
}
