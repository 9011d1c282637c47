package org.biggantune.metric;

/**
 * What a judge sees in images of one class.
 *
 * @param count the images
 * @param judge how often and how surely it names the class
 * @param pairDiversity the mean over pairs of images of their root-mean-square pixel difference, images in [−1, 1]
 * @param msSsim the mean over pairs of their structural similarity, in [0, 1]
 * @param featureDistance the mean over pairs of the distance of their feature maps, in [0, 4]
 * @param features a feature map's mean over rows and columns, one vector an image
 * @param inception what the Inception Score needs
 */
public record ImageScores(
        int count,
        ClassifierScore judge,
        double pairDiversity,
        double msSsim,
        double featureDistance,
        Features features,
        InceptionAccumulator inception) {}
