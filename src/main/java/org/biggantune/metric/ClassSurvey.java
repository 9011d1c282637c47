package org.biggantune.metric;

/**
 * What a class's samples are, as a classifier sees them and beside each other.
 *
 * @param score how often and how surely they are taken for the class
 * @param probabilities the mean probability of every label of the classifier
 * @param distances of the pairs of samples, over their contrast ({@link PairDistance#overContrast})
 */
public record ClassSurvey(ClassifierScore score, double[] probabilities, float[] distances) {
    /** The label other than the class's own that the samples get the most probability for. */
    public int nearestOther(int label) {
        int best = -1;
        for (int i = 0; i < probabilities.length; i++) {
            if (i != label && (best < 0 || probabilities[i] > probabilities[best])) {
                best = i;
            }
        }
        return best;
    }
}
