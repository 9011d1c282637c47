package org.biggantune.importer;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.StateDict;
import org.biggantune.io.MessageText;

/**
 * A network's tensors in an open file.
 *
 * @param inProgram whether the file is a TorchScript program
 * @param module the attribute path of the network in a program, such as {@code model.G_ema}; empty for the root and for
 *     checkpoints
 * @param tensors the network's tensors by the names in its code; usable until the file is closed
 * @param beside for a program, the tensors outside the network; for a checkpoint, all tensors
 * @param batchNormEpsilon the ε of a generator's batch norms, if the program determines it
 * @param spectralNormEpsilon the smallest norm in a generator's power iterations, if the program determines it
 */
public record FoundNetwork(
        boolean inProgram,
        String module,
        StateDict tensors,
        StateDict beside,
        OptionalDouble batchNormEpsilon,
        OptionalDouble spectralNormEpsilon) {
    private static final int LISTED = 3;

    /** Returns the network of a checkpoint. */
    public static FoundNetwork of(Checkpoint checkpoint) {
        return new FoundNetwork(
                false,
                "",
                checkpoint.stateDict(),
                checkpoint.allTensors(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /** Describes the tensors of a program outside the network; empty if there are none. */
    public Optional<String> unread() {
        if (module.isEmpty() || beside.names().isEmpty()) {
            return Optional.empty();
        }
        int count = beside.names().size();
        String listed =
                beside.names().stream().limit(LISTED).map(MessageText::of).collect(Collectors.joining(", "));
        return Optional.of(count + (count == 1 ? " tensor" : " tensors") + " beside it (" + listed
                + (count > LISTED ? " and others)" : ")"));
    }
}
