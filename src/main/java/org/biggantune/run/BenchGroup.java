package org.biggantune.run;

import java.util.List;
import java.util.Optional;

/**
 * What was measured at one size.
 *
 * @param pixels the generator's resolution
 * @param channels its channel multiplier
 * @param weights the count of its weights
 * @param results a variant each, the slowest first
 */
record BenchGroup(int pixels, int channels, long weights, List<BenchResult> results) {
    /** Copies the list. */
    BenchGroup {
        results = List.copyOf(results);
    }

    /** The variants that others are compared with: all but the last. */
    List<BenchResult> bases() {
        return results.subList(0, results.size() - 1);
    }

    /** The reference as it was released, where it was measured. */
    Optional<BenchResult> released() {
        return results.stream()
                .filter(result -> result.variant().equals(BenchVariant.AS_RELEASED))
                .findFirst();
    }
}
