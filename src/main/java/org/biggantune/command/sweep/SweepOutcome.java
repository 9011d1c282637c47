package org.biggantune.command.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one combination of a sweep gave.
 *
 * @param point the combination
 * @param results each class's {@code result.json}, in the order asked for; empty where it diverged
 * @param failure why it has no results
 */
record SweepOutcome(SweepPoint point, List<ObjectNode> results, Optional<String> failure) {
    /** Copies the list. */
    public SweepOutcome {
        results = List.copyOf(results);
    }

    /** The classes that were improved. */
    long improved() {
        return results.stream()
                .filter(result -> result.path("improved").asBoolean())
                .count();
    }

    /**
     * The mean of a number over the classes.
     *
     * @param pointer where it stands in a result, as a JSON pointer
     * @return the mean; empty where a class lacks it
     */
    OptionalDouble mean(String pointer) {
        return results.stream().allMatch(result -> result.at(pointer).isNumber())
                ? results.stream()
                        .mapToDouble(result -> result.at(pointer).asDouble())
                        .average()
                : OptionalDouble.empty();
    }
}
