package org.biggantune.tuning;

/**
 * How {@link Descent} goes.
 *
 * @param learningRate Adam's step size, above 0
 * @param weightDecay Adam's L2 pull towards zero, at least 0
 * @param microBatch the latents that are worked through at once, even; 0: all of a batch
 */
public record DescentSettings(double learningRate, double weightDecay, int microBatch) {}
