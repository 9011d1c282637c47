package org.biggantune.run;

/**
 * What {@code repurpose} is asked to do.
 *
 * @param target the data set whose classes are wanted
 * @param tuning which of the target's classes, with which models and how
 */
public record RepurposeRequest(Target target, ImproveRequest tuning) {
    /** Images of each original row on which the rows are compared. */
    int rowSamples() {
        return tuning.tuning().start().rowSamples();
    }
}
