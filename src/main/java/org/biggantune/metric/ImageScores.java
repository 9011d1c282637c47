package org.biggantune.metric;

/**
 * A judge's measurements of images of one class.
 *
 * @param count the number of images
 * @param judge how often and how confidently it recognises the class
 * @param pairDiversity the mean over pairs of images of their root-mean-square pixel difference, images in [−1, 1]
 * @param msSsim the mean over pairs of their structural similarity, in [0, 1]
 * @param featureDistance the mean over pairs of the distance between their feature maps, in [0, 4]
 * @param features the feature map averaged over rows and columns, one vector per image
 * @param inception the sums that the Inception Score is computed from
 */
public record ImageScores(
        int count,
        ClassifierScore judge,
        double pairDiversity,
        double msSsim,
        double featureDistance,
        Features features,
        InceptionAccumulator inception) {}
