package org.biggantune.metric;

/** A single number of {@link SampleScores}. */
public enum Measure {
    /** The share of samples that the classifier ranks first for the class. */
    CLASSIFIER_TOP1,
    /** The mean probability that the classifier assigns to the class. */
    CLASSIFIER_PROBABILITY,
    /** {@link #CLASSIFIER_TOP1} of the judge. */
    JUDGE_TOP1,
    /** {@link #CLASSIFIER_PROBABILITY} of the judge. */
    JUDGE_PROBABILITY,
    /** The mean distance over pairs of samples. */
    PAIR_DIVERSITY;

    /**
     * Returns the measure's value in the given scores.
     *
     * @throws java.util.NoSuchElementException if the measure needs a judge and there is none
     */
    public double of(SampleScores scores) {
        return switch (this) {
            case CLASSIFIER_TOP1 -> scores.classifier().top1();
            case CLASSIFIER_PROBABILITY -> scores.classifier().probability();
            case JUDGE_TOP1 -> scores.judge().orElseThrow().top1();
            case JUDGE_PROBABILITY -> scores.judge().orElseThrow().probability();
            case PAIR_DIVERSITY -> scores.pairDiversity();
        };
    }
}
