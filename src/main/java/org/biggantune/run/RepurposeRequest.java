package org.biggantune.run;

import org.biggantune.domain.InvalidOptionException;

/**
 * What {@code repurpose} is asked to do.
 *
 * @param target the data set whose classes are wanted
 * @param knownProximity λ for classes that the generator knows by name and that start at their own row, at least 0
 * @param tuning which of the target's classes, with which models and how
 */
public record RepurposeRequest(Target target, double knownProximity, ImproveRequest tuning) {
    /** Checks the pull. */
    public RepurposeRequest {
        if (!(knownProximity >= 0) || Double.isInfinite(knownProximity)) {
            throw new InvalidOptionException("--known-proximity " + knownProximity + ": expected 0 or more");
        }
    }

    /** Images of each original row on which the rows are compared. */
    int rowSamples() {
        return tuning.tuning().start().rowSamples();
    }
}
