package org.biggantune.metric;

import java.util.Optional;

/**
 * What samples of one embedding are like.
 *
 * @param classifier as the classifier sees them
 * @param judge as a second classifier sees them, where there is one
 * @param pairDiversity the mean over pairs of images of their root-mean-square pixel difference, images in [−1, 1]; 0
 *     where all images are equal
 */
public record SampleScores(ClassifierScore classifier, Optional<ClassifierScore> judge, double pairDiversity) {}
