package org.biggantune.metric;

/**
 * Accumulates, batch by batch, the Inception Score exp(mean of KL(p(y|x) ‖ p(y))), which lies between 1 and the number
 * of labels (Salimans et al., "Improved techniques for training GANs", 2016), here with the probabilities of any
 * classifier. Not thread-safe.
 */
public final class InceptionAccumulator {
    private final double[] sums;
    private double negativeEntropy;
    private long samples;

    /** @param labels the count of labels */
    public InceptionAccumulator(int labels) {
        this.sums = new double[labels];
    }

    /**
     * Adds a batch.
     *
     * @param probabilities row-major [n, labels], each row summing to 1
     */
    void add(float[] probabilities) {
        for (int i = 0; i < probabilities.length; i++) {
            double p = probabilities[i];
            sums[i % sums.length] += p;
            negativeEntropy += logProduct(p);
        }
        samples += probabilities.length / sums.length;
    }

    /** Adds all samples of another accumulator for the same labels. */
    public void add(InceptionAccumulator other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
        negativeEntropy += other.negativeEntropy;
        samples += other.samples;
    }

    /** Returns the score of all batches so far; at least one sample must have been added. */
    public double score() {
        if (samples == 0) {
            throw new IllegalStateException("no samples");
        }
        double marginal = 0;
        for (double sum : sums) {
            marginal += logProduct(sum / samples);
        }
        return Math.exp(negativeEntropy / samples - marginal);
    }

    /** p log p, 0 at 0. */
    private static double logProduct(double p) {
        return p > 0 ? p * Math.log(p) : 0;
    }
}
