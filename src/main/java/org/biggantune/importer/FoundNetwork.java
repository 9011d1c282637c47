package org.biggantune.importer;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.StateDict;
import org.biggantune.io.MessageText;

/**
 * A network's tensors in a file that is open.
 *
 * @param inProgram whether the file is a TorchScript program
 * @param module where a program has the network: a path of attributes, such as {@code model.G_ema}; empty for its root,
 *     and for checkpoints
 * @param tensors the network's, by the names that its code gives them; usable until the file is closed
 * @param beside of a program: its tensors outside of the network; of a checkpoint: all of the file's
 * @param batchNormEpsilon what a generator's batch norms add to variances, where the program tells
 * @param spectralNormEpsilon the least norm in a generator's power iterations, where the program tells
 */
public record FoundNetwork(
        boolean inProgram,
        String module,
        StateDict tensors,
        StateDict beside,
        OptionalDouble batchNormEpsilon,
        OptionalDouble spectralNormEpsilon) {
    private static final int LISTED = 3;

    /** The network of a checkpoint. */
    public static FoundNetwork of(Checkpoint checkpoint) {
        return new FoundNetwork(
                false,
                "",
                checkpoint.stateDict(),
                checkpoint.allTensors(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /** The tensors of a program that lie outside of its network, in words; empty where there are none. */
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
