package org.biggantune.metric;

import java.util.Optional;

/**
 * Scores of one embedding's samples.
 *
 * @param classifier how well the classifier recognises them
 * @param judge how well a second classifier recognises them, if there is one
 * @param pairDiversity the mean over pairs of images of their root-mean-square pixel difference, images in [−1, 1]; 0
 *     if all images are equal
 */
public record SampleScores(ClassifierScore classifier, Optional<ClassifierScore> judge, double pairDiversity) {}
