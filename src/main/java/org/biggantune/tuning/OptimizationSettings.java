package org.biggantune.tuning;

import org.biggantune.domain.settings.LoadSettings;

/**
 * How {@link OptimizationLoop} goes.
 *
 * @param learningRate Adam's step size, above 0
 * @param weightDecay Adam's L2 pull towards zero, at least 0
 * @param load how a batch is worked through, in a known number of parts
 */
public record OptimizationSettings(double learningRate, double weightDecay, LoadSettings load) {}
