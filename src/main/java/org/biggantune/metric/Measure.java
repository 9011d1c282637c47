package org.biggantune.metric;

/** One number of {@link SampleScores}. */
public enum Measure {
    /** The share of samples in which the classifier ranks the class first. */
    CLASSIFIER_TOP1,
    /** The mean probability that the classifier gives the class. */
    CLASSIFIER_PROBABILITY,
    /** The same as {@link #CLASSIFIER_TOP1} by the judge. */
    JUDGE_TOP1,
    /** The same as {@link #CLASSIFIER_PROBABILITY} by the judge. */
    JUDGE_PROBABILITY,
    /** The mean distance of pairs. */
    PAIR_DIVERSITY;

    /** Whether a judge is needed for it. */
    boolean isJudges() {
        return this == JUDGE_TOP1 || this == JUDGE_PROBABILITY;
    }

    /**
     * The measure's value among scores.
     *
     * @throws java.util.NoSuchElementException if it is the judge's and there is none
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
