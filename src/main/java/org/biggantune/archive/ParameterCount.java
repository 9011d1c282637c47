package org.biggantune.archive;

import java.util.regex.Pattern;

/**
 * Counts the parameters of a network: the elements of all its tensors except buffers (running statistics, power
 * iteration vectors, counters).
 */
public final class ParameterCount {
    private static final Pattern BUFFER =
            Pattern.compile("(.*\\.)?(u\\d+|sv\\d+|stored_(mean|var)|running_(mean|vars?|means)|num_batches_tracked"
                    + "|weight_[uv]|normalizer\\.new_(mean|std)|attacker\\..*)");

    private ParameterCount() {}

    /** Returns the number of parameters. */
    public static long of(StateDict tensors) {
        return tensors.names().stream()
                .filter(name -> !BUFFER.matcher(name).matches())
                // The normalised copy that torch's spectral norm stores beside the original weight.
                .filter(name -> !(name.endsWith("weight") && tensors.contains(name + "_orig")))
                .mapToLong(name -> tensors.get(name).elementCount())
                .sum();
    }
}
