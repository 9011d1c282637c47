package org.biggantune.metric;

import java.util.List;

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

    private static final List<Measure> WITHOUT_JUDGE = List.of(CLASSIFIER_TOP1, CLASSIFIER_PROBABILITY, PAIR_DIVERSITY);
    private static final List<Measure> ALL = List.of(values());

    /** Returns the measures that the given scores have, in the order of this enumeration. */
    public static List<Measure> in(SampleScores scores) {
        return scores.judge().isPresent() ? ALL : WITHOUT_JUDGE;
    }

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
