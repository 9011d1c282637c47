package org.biggantune.metric;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.mult.MatrixMatrixMult_DDRM;

/** Mean and covariance of feature vectors, in double precision. Immutable for other packages. */
final class FeatureMoments {
    private final double[] mean;
    private final DMatrixRMaj covariance;

    /** What the sum of products is divided by to give a covariance of n vectors. */
    enum Divisor {
        /** n, as NVIDIA's StyleGAN code has it. */
        COUNT,
        /** n − 1, as the original code of the FID and NumPy have it. */
        COUNT_LESS_ONE
    }

    private FeatureMoments(double[] mean, DMatrixRMaj covariance) {
        this.mean = mean;
        this.covariance = covariance;
    }

    /**
     * The moments of feature vectors.
     *
     * @param features at least two vectors
     * @param divisor the convention of the covariance
     */
    public static FeatureMoments of(Features features, Divisor divisor) {
        int count = features.count();
        int size = features.size();
        if (count < 2) {
            throw new IllegalArgumentException("a covariance needs two vectors");
        }
        double[] mean = new double[size];
        for (int i = 0; i < features.values().length; i++) {
            mean[i % size] += features.values()[i] / (double) count;
        }
        DMatrixRMaj centred = new DMatrixRMaj(count, size);
        for (int i = 0; i < features.values().length; i++) {
            centred.data[i] = features.values()[i] - mean[i % size];
        }
        DMatrixRMaj covariance = new DMatrixRMaj(size, size);
        double divided = divisor == Divisor.COUNT ? count : count - 1.0;
        MatrixMatrixMult_DDRM.multTransA_reorder(1 / divided, centred, centred, covariance);
        return new FeatureMoments(mean, covariance);
    }

    /** The numbers of a vector. */
    int size() {
        return mean.length;
    }

    /** The covariance [size, size]; not to be changed. */
    DMatrixRMaj covariance() {
        return covariance;
    }

    /** The squared Euclidean distance of two means. */
    double squaredMeanDistance(FeatureMoments other) {
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            sum += (mean[i] - other.mean[i]) * (mean[i] - other.mean[i]);
        }
        return sum;
    }

    /** The sum of the variances. */
    double totalVariance() {
        double trace = 0;
        for (int i = 0; i < mean.length; i++) {
            trace += covariance.get(i, i);
        }
        return trace;
    }
}
