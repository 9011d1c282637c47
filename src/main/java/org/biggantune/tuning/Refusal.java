package org.biggantune.tuning;

import java.util.Optional;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.Measure;

/**
 * A requirement that a candidate did not meet.
 *
 * @param requirement the requirement
 * @param reason how it was missed
 * @param before the measure of the original embedding
 * @param found the measure of the candidate
 * @param limit the value it should have reached
 * @param change the interval of {@code found − share × before} on the test latents; empty if the candidate was refused
 *     on the validation latents
 */
public record Refusal(
        Requirement requirement,
        Reason reason,
        double before,
        double found,
        double limit,
        Optional<ConfidenceInterval> change) {
    /** How a requirement was missed. */
    public enum Reason {
        /** The measure should have risen and did not. */
        NOT_HIGHER,
        /** The measure rose, but by less than the least gain. */
        TOO_SMALL,
        /** The measure rose, but within chance. */
        MAYBE_CHANCE,
        /** The measure fell below its limit. */
        BELOW_LIMIT
    }

    public Measure measure() {
        return requirement.measure();
    }
}
