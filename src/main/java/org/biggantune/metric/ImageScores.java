package org.biggantune.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * A judge's measurements of images of one class. The features are valid as long as their files are open.
 *
 * @param count the number of images
 * @param judge how often and how confidently it recognises the class
 * @param pairDiversity the mean over pairs of images of their root-mean-square pixel difference, images in [−1, 1]
 * @param msSsim the mean over pairs of their structural similarity, in [0, 1]
 * @param featureDistance the mean over pairs of the distance between their feature maps, in [0, 4]
 * @param values what the means are of
 * @param features the feature map averaged over rows and columns, one vector per image
 * @param manifold the features of precision, recall, density and coverage; the same object where there are no others
 * @param inception the sums that the Inception Score is computed from
 */
public record ImageScores(
        int count,
        ClassifierScore judge,
        double pairDiversity,
        double msSsim,
        double featureDistance,
        Values values,
        Features features,
        Features manifold,
        InceptionAccumulator inception) {
    /**
     * The values that the means are taken of.
     *
     * @param probabilities the judge's probability of the class in each image
     * @param pairDiversities of each pair
     * @param msSsims of each pair
     * @param featureDistances of each pair
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Values(
            double[] probabilities, double[] pairDiversities, double[] msSsims, double[] featureDistances) {}

    /**
     * Returns the intervals of 95 % confidence of the mean probability, pair diversity, MS-SSIM and feature distance, in this
     * order, by {@link Bootstrap}; unbounded with too few images.
     *
     * @param seed the seed of the resamples
     * @param classIndex the class's index, which determines them too
     * @param stream distinguishes several sets of images of one class
     */
    public List<ConfidenceInterval> intervals(long seed, int classIndex, int stream) {
        List<ConfidenceInterval> intervals = new ArrayList<>();
        intervals.add(new Bootstrap(seed, classIndex, 2 * stream).ofMean(values.probabilities, judge.probability()));
        intervals.addAll(new Bootstrap(seed, classIndex, 2 * stream + 1)
                .ofMeans(
                        List.of(values.pairDiversities, values.msSsims, values.featureDistances),
                        new double[] {pairDiversity, msSsim, featureDistance}));
        return intervals;
    }
}
