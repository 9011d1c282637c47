package org.biggantune.tuning;

import org.biggantune.domain.DiversitySettings;

/**
 * The weights of an objective's terms.
 *
 * @param diversity the reward for diversity with its weight α
 * @param proximity λ
 * @param crossEntropyLevel what the cross-entropy may be before it counts, at least 0: only what lies above is part of the
 *     loss; 0 for all of it
 */
public record ObjectiveWeights(DiversitySettings diversity, double proximity, double crossEntropyLevel) {
    /** Weights with which all of the cross-entropy counts. */
    public ObjectiveWeights(DiversitySettings diversity, double proximity) {
        this(diversity, proximity, 0);
    }
}
