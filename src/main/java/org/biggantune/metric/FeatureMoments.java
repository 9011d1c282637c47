package org.biggantune.metric;

import org.biggantune.model.MatrixDecompositions;

/** Mean and covariance of feature vectors, in double precision. Callers must not modify the arrays. */
public final class FeatureMoments {
    /** Vectors multiplied at once; bounds the memory needed beyond the covariance itself. */
    static final int BLOCK = 1024;

    private final double[] mean;
    private final double[] covariance;

    /** The divisor that turns the sum of products into the covariance of n vectors. */
    public enum Divisor {
        /** n, as in NVIDIA's StyleGAN code. */
        COUNT,
        /** n − 1, as in the original FID code and in NumPy. */
        COUNT_LESS_ONE
    }

    /**
     * Wraps moments computed elsewhere; the arrays are not copied.
     *
     * @param mean [n]
     * @param covariance row-major [n, n]
     */
    public FeatureMoments(double[] mean, double[] covariance) {
        if (covariance.length != Math.multiplyExact(mean.length, mean.length)) {
            throw new IllegalArgumentException(
                    "a covariance of " + covariance.length + " numbers for " + mean.length + " means");
        }
        this.mean = mean;
        this.covariance = covariance;
    }

    /**
     * Computes the moments of feature vectors.
     *
     * @param features at least two vectors
     * @param divisor the convention for the covariance
     * @param matrices multiplies the matrices; borrowed
     */
    static FeatureMoments of(Features features, Divisor divisor, MatrixDecompositions matrices) {
        int count = features.count();
        int size = features.size();
        if (count < 2) {
            throw new IllegalArgumentException("a covariance needs two vectors");
        }
        double[] mean = new double[size];
        for (Features.Block block : features.blocks()) {
            for (int i = 0; i < block.values().length; i++) {
                mean[i % size] += block.values()[i] / (double) count;
            }
        }
        double[] covariance = new double[Math.multiplyExact(size, size)];
        double divided = divisor == Divisor.COUNT ? count : count - 1.0;
        for (Features.Block block : features.blocks(BLOCK)) {
            double[] products = matrices.gram(centred(block, mean), size);
            for (int i = 0; i < covariance.length; i++) {
                covariance[i] += products[i] / divided;
            }
        }
        return new FeatureMoments(mean, covariance);
    }

    /** Subtracts a mean from some vectors; row-major. */
    static double[] centred(Features.Block block, double[] mean) {
        double[] centred = new double[block.values().length];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = block.values()[i] - mean[i % mean.length];
        }
        return centred;
    }

    /** Returns the length of a vector, n. */
    public int size() {
        return mean.length;
    }

    /** Returns the mean, [n]; must not be modified. */
    public double[] mean() {
        return mean;
    }

    /** Returns the covariance, row-major [n, n]; must not be modified. */
    public double[] covariance() {
        return covariance;
    }

    /** Returns the squared Euclidean distance between the two means. */
    double squaredMeanDistance(FeatureMoments other) {
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            sum += (mean[i] - other.mean[i]) * (mean[i] - other.mean[i]);
        }
        return sum;
    }

    /** Returns the trace of the covariance. */
    double totalVariance() {
        double trace = 0;
        for (int i = 0; i < mean.length; i++) {
            trace += covariance[i * mean.length + i];
        }
        return trace;
    }
}
