package org.biggantune.archive;

import java.util.regex.Pattern;

/**
 * How many numbers a network learns: the elements of all its tensors but of those that training only keeps track of
 * (running statistics, vectors of power iterations, counters).
 */
public final class ParameterCount {
    private static final Pattern TRACKED =
            Pattern.compile("(.*\\.)?(u\\d+|sv\\d+|stored_(mean|var)|running_(mean|vars?|means)|num_batches_tracked"
                    + "|weight_[uv]|normalizer\\.new_(mean|std)|attacker\\..*)");

    private ParameterCount() {}

    public static long of(StateDict tensors) {
        return tensors.names().stream()
                .filter(name -> !TRACKED.matcher(name).matches())
                // What torch's spectral norm computes of a weight and leaves beside it.
                .filter(name -> !(name.endsWith("weight") && tensors.contains(name + "_orig")))
                .mapToLong(name -> tensors.get(name).elementCount())
                .sum();
    }
}
