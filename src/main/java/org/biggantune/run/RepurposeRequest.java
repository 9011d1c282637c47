package org.biggantune.run;

import org.biggantune.domain.InvalidOptionException;

/**
 * What {@code repurpose} is asked to do.
 *
 * @param target the data set whose classes are wanted
 * @param rowSamples images of each original row on which the rows are compared
 * @param tuning which of the target's classes, with which models and how
 */
public record RepurposeRequest(Target target, int rowSamples, ImproveRequest tuning) {
    /** Checks the number. */
    public RepurposeRequest {
        if (rowSamples < 1) {
            throw new InvalidOptionException("--row-samples " + rowSamples + ": expected 1 or more");
        }
    }
}
