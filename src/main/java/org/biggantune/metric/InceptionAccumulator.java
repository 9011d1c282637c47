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

    /** @param labels the number of labels */
    public InceptionAccumulator(int labels) {
        this.sums = new double[labels];
    }

    /**
     * Restores an accumulator.
     *
     * @param numbers a result of {@link #numbers}
     */
    public static InceptionAccumulator of(double[] numbers) {
        InceptionAccumulator restored = new InceptionAccumulator(numbers.length - 2);
        System.arraycopy(numbers, 2, restored.sums, 0, restored.sums.length);
        restored.samples = (long) numbers[0];
        restored.negativeEntropy = numbers[1];
        return restored;
    }

    /** Returns all that this has accumulated: the number of samples, the sum of p log p, and each label's sum of probabilities. */
    public double[] numbers() {
        double[] numbers = new double[sums.length + 2];
        numbers[0] = samples;
        numbers[1] = negativeEntropy;
        System.arraycopy(sums, 0, numbers, 2, sums.length);
        return numbers;
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

    /** Returns the number of labels. */
    public int labels() {
        return sums.length;
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
