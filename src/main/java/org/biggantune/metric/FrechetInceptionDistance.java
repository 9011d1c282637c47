package org.biggantune.metric;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.mult.MatrixMatrixMult_DDRM;

/**
 * The Fréchet distance (FID) of normal distributions that have the moments of features: ‖μ₁ − μ₂‖² + tr(C₁) + tr(C₂) − 2
 * tr((C₁C₂)^½) (Heusel et al., "GANs trained by a two time-scale update rule converge to a local Nash equilibrium",
 * 2017). tr((C₁C₂)^½) is taken as the sum of the roots of the eigenvalues of C₁^½C₂C₁^½, which is symmetric, so that
 * singular covariances, as those of fewer images than features, do no harm. Keeps C₁^½; thread-safe.
 */
final class FrechetInceptionDistance {
    private final FeatureMoments reference;
    private final DMatrixRMaj root;

    /** Distances from reference moments. */
    public FrechetInceptionDistance(FeatureMoments reference) {
        this.reference = reference;
        this.root = SymmetricSpectrum.root(reference.covariance());
    }

    /**
     * The distance to other moments, at least 0.
     *
     * @param other moments of vectors of the same length
     */
    public double to(FeatureMoments other) {
        int size = reference.size();
        if (other.size() != size) {
            throw new IllegalArgumentException("moments of " + size + " and of " + other.size() + " numbers");
        }
        DMatrixRMaj half = new DMatrixRMaj(size, size);
        DMatrixRMaj product = new DMatrixRMaj(size, size);
        MatrixMatrixMult_DDRM.mult_reorder(root, other.covariance(), half);
        MatrixMatrixMult_DDRM.mult_reorder(half, root, product);
        symmetrise(product);
        double distance = reference.squaredMeanDistance(other)
                + reference.totalVariance()
                + other.totalVariance()
                - 2 * SymmetricSpectrum.traceOfRoot(product);
        return Math.max(0, distance);
    }

    /** Takes rounding out of what is symmetric by its making. */
    private static void symmetrise(DMatrixRMaj matrix) {
        int size = matrix.getNumRows();
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < row; column++) {
                double mean = (matrix.get(row, column) + matrix.get(column, row)) / 2;
                matrix.set(row, column, mean);
                matrix.set(column, row, mean);
            }
        }
    }
}
