package org.biggantune.metric;

/**
 * What a classifier makes of a class's samples, and how much they differ from each other.
 *
 * @param score how often and how confidently the classifier recognises the class
 * @param probabilities the mean probability of every label of the classifier
 * @param distances the distance of each pair of samples divided by its contrast ({@link PairDistance#overContrast})
 */
public record ClassSurvey(ClassifierScore score, double[] probabilities, float[] distances) {
    /** Returns the most probable label other than the class's own. */
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
