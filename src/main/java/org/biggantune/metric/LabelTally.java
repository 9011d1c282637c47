package org.biggantune.metric;

/** Sums up, batch by batch, how often and how surely a classifier names one label. Not thread-safe. */
public final class LabelTally {
    private final int label;
    private int samples;
    private int hits;
    private double probability;
    private double crossEntropy;

    /** @param label the index of the label that counts as right */
    public LabelTally(int label) {
        this.label = label;
    }

    /**
     * Adds a batch.
     *
     * @param logits row-major [n, labels]
     * @param labels the count of labels
     */
    public void add(float[] logits, int labels) {
        for (int start = 0; start < logits.length; start += labels) {
            double greatest = Double.NEGATIVE_INFINITY;
            int best = 0;
            for (int i = 0; i < labels; i++) {
                if (logits[start + i] > greatest) {
                    greatest = logits[start + i];
                    best = i;
                }
            }
            double sum = 0;
            for (int i = 0; i < labels; i++) {
                sum += Math.exp(logits[start + i] - greatest);
            }
            double logProbability = logits[start + label] - greatest - Math.log(sum);
            probability += Math.exp(logProbability);
            crossEntropy -= logProbability;
            hits += best == label ? 1 : 0;
            samples++;
        }
    }

    /** The score of all batches so far; at least one sample must have been added. */
    public ClassifierScore score() {
        if (samples == 0) {
            throw new IllegalStateException("no samples");
        }
        return new ClassifierScore((double) hits / samples, probability / samples, crossEntropy / samples);
    }
}
