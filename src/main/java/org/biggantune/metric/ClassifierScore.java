package org.biggantune.metric;

/**
 * How well a classifier recognises samples of a class.
 *
 * @param top1 the share of samples whose most probable label is the class's, 0 to 1
 * @param probability the mean probability of the class's label, 0 to 1
 * @param crossEntropy the mean of −log probability of the class's label, at least 0
 */
public record ClassifierScore(double top1, double probability, double crossEntropy) {}
