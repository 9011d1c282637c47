package org.biggantune.tuning;

import org.biggantune.metric.Measure;
import org.biggantune.metric.SampleScores;

/**
 * The level of real images: beyond it a gain in probability is no gain in realism.
 *
 * @param measure the mean probability by the classifier or by the judge, whichever measured the real images
 * @param value its value for real images of the class, 0 to 1
 */
public record RealLevel(Measure measure, double value) {
    /** Checks measure and range. */
    public RealLevel {
        if (measure != Measure.CLASSIFIER_PROBABILITY && measure != Measure.JUDGE_PROBABILITY) {
            throw new IllegalArgumentException("a level of " + measure + ", expected a probability");
        }
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a level of " + value + ", expected 0 to 1");
        }
    }

    /** Whether samples are recognised as surely as real images. */
    public boolean isReached(SampleScores scores) {
        return measure.of(scores) >= value;
    }
}
