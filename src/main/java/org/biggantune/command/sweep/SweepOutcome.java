package org.biggantune.command.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The outcome of a combination of a sweep.
 *
 * @param point the combination
 * @param results the {@code result.json} of each class, in the requested order; empty if it diverged
 * @param failure why there are no results
 */
record SweepOutcome(SweepPoint point, List<ObjectNode> results, Optional<String> failure) {
    /** Copies the list. */
    public SweepOutcome {
        results = List.copyOf(results);
    }

    /** Returns the number of improved classes. */
    long improved() {
        return results.stream()
                .filter(result -> result.path("improved").asBoolean())
                .count();
    }

    /**
     * Returns the mean of a number over the classes.
     *
     * @param pointer a JSON pointer to the number in a result
     * @return the mean; empty if a class lacks the number
     */
    OptionalDouble mean(String pointer) {
        return results.stream().allMatch(result -> result.at(pointer).isNumber())
                ? results.stream()
                        .mapToDouble(result -> result.at(pointer).asDouble())
                        .average()
                : OptionalDouble.empty();
    }
}
