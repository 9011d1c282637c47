package org.biggantune.metric;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.eig.SymmetricQRAlgorithmDecomposition_DDRM;
import org.ejml.dense.row.decomposition.hessenberg.TridiagonalDecompositionHouseholder_DDRM;
import org.ejml.dense.row.mult.MatrixMatrixMult_DDRM;

/**
 * Eigenvalues of symmetric matrices that are positive semi-definite but for rounding: negative ones count as 0. The
 * decompositions are named, since EJML's factory takes multi-threaded ones for large matrices.
 */
final class SymmetricSpectrum {
    private SymmetricSpectrum() {}

    /** The square root M^½, symmetric and positive semi-definite. */
    static DMatrixRMaj root(DMatrixRMaj matrix) {
        SymmetricQRAlgorithmDecomposition_DDRM eigen = decompose(matrix, true);
        int size = matrix.getNumRows();
        // Rows are eigenvectors times the fourth root of their value, so that the product with itself is the root.
        DMatrixRMaj scaled = new DMatrixRMaj(size, size);
        for (int i = 0; i < size; i++) {
            double factor = Math.sqrt(Math.sqrt(value(eigen, i)));
            if (factor > 0) {
                double[] vector = eigen.getEigenVector(i).data;
                for (int j = 0; j < size; j++) {
                    scaled.data[i * size + j] = factor * vector[j];
                }
            }
        }
        DMatrixRMaj root = new DMatrixRMaj(size, size);
        MatrixMatrixMult_DDRM.multTransA_reorder(scaled, scaled, root);
        return root;
    }

    /** The trace of the square root: the sum of the eigenvalues' roots. */
    static double traceOfRoot(DMatrixRMaj matrix) {
        SymmetricQRAlgorithmDecomposition_DDRM eigen = decompose(matrix, false);
        double sum = 0;
        for (int i = 0; i < eigen.getNumberOfEigenvalues(); i++) {
            sum += Math.sqrt(value(eigen, i));
        }
        return sum;
    }

    private static double value(SymmetricQRAlgorithmDecomposition_DDRM eigen, int index) {
        return Math.max(0, eigen.getEigenvalue(index).getReal());
    }

    private static SymmetricQRAlgorithmDecomposition_DDRM decompose(DMatrixRMaj matrix, boolean vectors) {
        SymmetricQRAlgorithmDecomposition_DDRM eigen =
                new SymmetricQRAlgorithmDecomposition_DDRM(new TridiagonalDecompositionHouseholder_DDRM(), vectors);
        if (!eigen.decompose(eigen.inputModified() ? matrix.copy() : matrix)) {
            throw new IllegalStateException("the eigenvalues of a covariance were not found");
        }
        return eigen;
    }
}
