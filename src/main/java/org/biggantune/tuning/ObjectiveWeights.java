package org.biggantune.tuning;

import org.biggantune.domain.settings.DiversitySettings;

/**
 * The weights of an objective's terms.
 *
 * @param diversity the reward for diversity with its weight α
 * @param proximity λ
 */
public record ObjectiveWeights(DiversitySettings diversity, double proximity) {}
