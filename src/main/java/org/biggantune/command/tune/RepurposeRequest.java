package org.biggantune.command.tune;

import java.util.OptionalDouble;
import org.biggantune.cli.Target;
import org.biggantune.domain.OptionRange;

/**
 * What {@code repurpose} is asked to do.
 *
 * @param target the data set whose classes are wanted
 * @param knownProximity classes that the generator knows by name start at their own row with this λ, at least 0; empty:
 *     they are treated like all others
 * @param tuning which of the target's classes, with which models and how
 */
public record RepurposeRequest(Target target, OptionalDouble knownProximity, ImproveRequest tuning) {
    /** Checks the pull. */
    public RepurposeRequest {
        knownProximity.ifPresent(pull -> OptionRange.notNegative("--known-proximity", pull));
    }

    /** Images of each original row on which the rows are compared. */
    int rankingSamples() {
        return tuning.tuning().start().rankingSamples();
    }
}
