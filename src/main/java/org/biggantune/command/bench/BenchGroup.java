package org.biggantune.command.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The results for one generator.
 *
 * @param generator the generator's name
 * @param pixels the resolution
 * @param channels the channel multiplier; empty for a given generator
 * @param weights the number of weights
 * @param results the results of the variants, slowest first
 */
record BenchGroup(String generator, int pixels, OptionalInt channels, long weights, List<BenchResult> results) {
    private static final double MILLION = 1e6;

    /** Copies the list. */
    BenchGroup {
        results = List.copyOf(results);
    }

    /** Returns a line that describes the generator. */
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

    /** Returns the variants that others are compared with: all but the last. */
    List<BenchResult> bases() {
        return results.subList(0, results.size() - 1);
    }

    /** Returns the reference as released, if measured. */
    Optional<BenchResult> released() {
        return results.stream()
                .filter(result -> result.variant().equals(BenchVariant.AS_RELEASED))
                .findFirst();
    }
}
