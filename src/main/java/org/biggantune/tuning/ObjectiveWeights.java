package org.biggantune.tuning;

import org.biggantune.domain.Diversity;

/**
 * The weights of an objective's terms.
 *
 * @param kind what diversity is measured on
 * @param diversity α
 * @param proximity λ
 * @param crossEntropyLevel what the cross-entropy may be before it counts, at least 0: only what lies above is part of the
 *     loss; 0 for all of it
 */
public record ObjectiveWeights(Diversity kind, double diversity, double proximity, double crossEntropyLevel) {
    /** Weights with which all of the cross-entropy counts. */
    public ObjectiveWeights(Diversity kind, double diversity, double proximity) {
        this(kind, diversity, proximity, 0);
    }
}
