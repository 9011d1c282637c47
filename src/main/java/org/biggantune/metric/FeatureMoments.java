package org.biggantune.metric;

import org.biggantune.model.MatrixDecompositions;

/** Mean and covariance of feature vectors, in double precision. Immutable for other packages. */
public final class FeatureMoments {
    /** The vectors that are multiplied at once: beside them and the covariance nothing is kept, however many there are. */
    private static final int BLOCK = 1024;

    private final double[] mean;
    private final double[] covariance;

    /** What the sum of products is divided by to give a covariance of n vectors. */
    public enum Divisor {
        /** n, as NVIDIA's StyleGAN code has it. */
        COUNT,
        /** n − 1, as the original code of the FID and NumPy have it. */
        COUNT_LESS_ONE
    }

    /**
     * Moments that were computed elsewhere; the arrays are not copied.
     *
     * @param mean the means of the numbers of a vector
     * @param covariance row-major [n, n] for n numbers
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
     * The moments of feature vectors.
     *
     * @param features at least two vectors
     * @param divisor the convention of the covariance
     * @param matrices multiplies
     */
    public static FeatureMoments of(Features features, Divisor divisor, MatrixDecompositions matrices) {
        int count = features.count();
        int size = features.size();
        if (count < 2) {
            throw new IllegalArgumentException("a covariance needs two vectors");
        }
        double[] mean = new double[size];
        for (int i = 0; i < features.values().length; i++) {
            mean[i % size] += features.values()[i] / (double) count;
        }
        double[] covariance = new double[Math.multiplyExact(size, size)];
        double divided = divisor == Divisor.COUNT ? count : count - 1.0;
        for (int from = 0; from < count; from += BLOCK) {
            double[] centred = centred(features, mean, from, Math.min(count, from + BLOCK));
            double[] products = matrices.gram(centred, size);
            for (int i = 0; i < covariance.length; i++) {
                covariance[i] += products[i] / divided;
            }
        }
        return new FeatureMoments(mean, covariance);
    }

    private static double[] centred(Features features, double[] mean, int from, int to) {
        int size = features.size();
        double[] centred = new double[(to - from) * size];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = features.values()[from * size + i] - mean[i % size];
        }
        return centred;
    }

    /** The numbers of a vector. */
    public int size() {
        return mean.length;
    }

    /** The mean, [n]; not to be changed. */
    public double[] mean() {
        return mean;
    }

    /** The covariance, row-major [n, n]; not to be changed. */
    public double[] covariance() {
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
            trace += covariance[i * mean.length + i];
        }
        return trace;
    }
}
