package org.biggantune.tuning;

import java.util.Optional;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.Measure;

/**
 * Why a row did not take the place of the original one.
 *
 * @param requirement what it did not meet
 * @param reason in which way
 * @param before the measure of the original row
 * @param found the row's own
 * @param limit what it should have reached
 * @param change on the test latents, how far it lies above its share of the original's; empty where the row was refused
 *     on the latents that candidates are chosen on
 */
public record Refusal(
        Requirement requirement,
        Reason reason,
        double before,
        double found,
        double limit,
        Optional<ConfidenceInterval> change) {
    /** The ways not to meet a requirement. */
    public enum Reason {
        /** What was to rise did not. */
        NOT_HIGHER,
        /** What was to rise did, but by less than counts as a gain. */
        TOO_SMALL,
        /** What was to rise did, but that may be chance. */
        MAYBE_CHANCE,
        /** What was to be kept lies below its limit. */
        BELOW_LIMIT
    }

    /** The measure. */
    public Measure measure() {
        return requirement.measure();
    }
}
