package org.biggantune.tuning;

import org.biggantune.domain.Diversity;

/**
 * The weights of an objective's terms.
 *
 * @param kind what diversity is measured on
 * @param diversity α
 * @param proximity λ
 */
public record ObjectiveWeights(Diversity kind, double diversity, double proximity) {}
