package org.biggantune.metric;

import java.util.Map;

/**
 * The confidence intervals of a {@link PairedComparison}, each map with the same measures.
 *
 * @param before the measures of the first embedding
 * @param after the measures of the second embedding
 * @param change the changes from the first to the second
 */
public record ComparisonIntervals(
        Map<Measure, ConfidenceInterval> before,
        Map<Measure, ConfidenceInterval> after,
        Map<Measure, ConfidenceInterval> change) {
    /** Copies the maps. */
    public ComparisonIntervals {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
        change = Map.copyOf(change);
    }
}
