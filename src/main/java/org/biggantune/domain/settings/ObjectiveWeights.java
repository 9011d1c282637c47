package org.biggantune.domain.settings;

import org.biggantune.domain.OptionRange;

/**
 * The weights of an objective's terms. The defaults are in {@code configs/default.yaml}.
 *
 * @param diversity the reward for diversity with its weight α
 * @param proximity λ of the pull λ‖c − c₀‖² towards the starting embedding, at least 0
 */
public record ObjectiveWeights(DiversitySettings diversity, double proximity) {
    /** Checks λ. */
    public ObjectiveWeights {
        OptionRange.notNegative("--proximity", proximity);
    }
}
