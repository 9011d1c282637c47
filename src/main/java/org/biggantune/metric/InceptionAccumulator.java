package org.biggantune.metric;

/**
 * Sums up, batch by batch, what the Inception Score needs: exp(mean of KL(p(y|x) ‖ p(y))), from 1 to the count of labels
 * (Salimans et al., "Improved techniques for training GANs", 2016), here with any classifier's probabilities. Not
 * thread-safe.
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
     * @param probabilities row-major [n, labels], each row with the sum 1
     */
    void add(float[] probabilities) {
        for (int i = 0; i < probabilities.length; i++) {
            double p = probabilities[i];
            sums[i % sums.length] += p;
            negativeEntropy += logProduct(p);
        }
        samples += probabilities.length / sums.length;
    }

    /** Adds all that another tally of the same labels has. */
    public void add(InceptionAccumulator other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
        negativeEntropy += other.negativeEntropy;
        samples += other.samples;
    }

    /** The score of all batches so far; at least one sample must have been added. */
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
