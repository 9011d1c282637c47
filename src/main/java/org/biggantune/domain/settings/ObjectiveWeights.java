package org.biggantune.domain.settings;

import org.biggantune.domain.OptionRange;

/**
 * The weights of the objective's terms. The defaults are in {@code configs/default.yaml}.
 *
 * @param diversity the diversity reward with its weight α
 * @param proximity λ of the term λ‖c − c₀‖², which pulls towards the initial embedding, at least 0
 */
public record ObjectiveWeights(DiversitySettings diversity, double proximity) {
    /** Checks λ. */
    public ObjectiveWeights {
        OptionRange.notNegative("--proximity", proximity);
    }
}
