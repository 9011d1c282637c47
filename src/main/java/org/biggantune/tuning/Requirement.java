package org.biggantune.tuning;

import org.biggantune.metric.Measure;

/**
 * A requirement on one measure of an embedding that is to replace the original.
 *
 * @param measure the measure
 * @param gain whether the measure must rise; otherwise it must be kept
 * @param share the share of the original's value that must be kept, 0 to 1; 1 for a gain
 * @param loss the further absolute loss allowed, 0 to 1; 0 for a gain
 */
public record Requirement(Measure measure, boolean gain, double share, double loss) {
    /** Requires a measure to rise. */
    static Requirement rise(Measure measure) {
        return new Requirement(measure, true, 1, 0);
    }

    /** Requires a measure not to fall. */
    static Requirement hold(Measure measure) {
        return new Requirement(measure, false, 1, 0);
    }

    /** Requires a share of a measure to remain. */
    static Requirement share(Measure measure, double share) {
        return new Requirement(measure, false, share, 0);
    }

    /** Allows a measure to fall by at most {@code loss}. */
    static Requirement loss(Measure measure, double loss) {
        return new Requirement(measure, false, 1, loss);
    }

    /** Whether the measure must be kept without any allowance. */
    boolean isHold() {
        return !gain && share == 1 && loss == 0;
    }

    /** Returns the limit for an original value: a gain must exceed it, anything else must reach it. */
    double limit(double before) {
        return share * before - loss;
    }

    /** Whether a value meets the requirement; NaN never does. */
    boolean isMet(double before, double found) {
        return gain ? found > limit(before) : found >= limit(before);
    }
}
