package org.biggantune.metric;

import java.nio.file.Path;
import org.biggantune.domain.failure.CorruptInputException;

/** Accumulates, batch by batch, how often and how confidently a classifier predicts one label. Not thread-safe. */
final class LabelAccumulator {
    private final int label;
    private final Path model;
    private int samples;
    private int hits;
    private double probability;
    private double crossEntropy;

    /**
     * Creates an empty accumulator.
     *
     * @param label the index of the label that counts as right
     * @param model the classifier's file, for messages
     */
    LabelAccumulator(int label, Path model) {
        this.label = label;
        this.model = model;
    }

    /**
     * Adds a batch.
     *
     * @param logits row-major [n, labels]
     * @param labels the number of labels
     * @return the label's probability in each image
     * @throws CorruptInputException if an image's logits give no probabilities: one is NaN or +∞, or all are −∞
     */
    double[] add(float[] logits, int labels) {
        double[] probabilities = new double[logits.length / labels];
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
            if (Double.isNaN(sum)) {
                throw new CorruptInputException(model + ": the logits of an image are not finite; a weight of this"
                        + " model or a pixel of the image is not finite or too large");
            }
            double logProbability = logits[start + label] - greatest - Math.log(sum);
            probabilities[start / labels] = Math.exp(logProbability);
            probability += probabilities[start / labels];
            crossEntropy -= logProbability;
            hits += best == label ? 1 : 0;
            samples++;
        }
        return probabilities;
    }

    /** Returns the score of all batches so far; at least one sample must have been added. */
    ClassifierScore score() {
        if (samples == 0) {
            throw new IllegalStateException("no samples");
        }
        return new ClassifierScore((double) hits / samples, probability / samples, crossEntropy / samples);
    }
}
