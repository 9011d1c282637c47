package org.biggantune.command.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was measured of one generator.
 *
 * @param generator its name
 * @param pixels its resolution
 * @param channels its channel multiplier; empty for a generator that was given
 * @param weights the count of its weights
 * @param results a variant each, the slowest first
 */
record BenchGroup(String generator, int pixels, OptionalInt channels, long weights, List<BenchResult> results) {
    private static final double MILLION = 1e6;

    /** Copies the list. */
    BenchGroup {
        results = List.copyOf(results);
    }

    /** A line that tells which generator it is. */
    String title() {
        double millions = weights / MILLION;
        return channels.isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%s: width %d, %.1f million random weights",
                        generator,
                        channels.getAsInt(),
                        millions)
                : String.format(Locale.ROOT, "%s: %d pixels, %.1f million weights", generator, pixels, millions);
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
