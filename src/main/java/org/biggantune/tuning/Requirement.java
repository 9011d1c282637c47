package org.biggantune.tuning;

import org.biggantune.metric.Measure;

/**
 * What is asked of one measure of a row that is to take the original one's place.
 *
 * @param measure the measure
 * @param gain whether it is to rise; otherwise it is to be kept
 * @param share the share of the original's value that must be kept, 0 to 1; 1 for what is to rise
 * @param loss how much may be lost besides, 0 to 1; 0 for what is to rise
 */
public record Requirement(Measure measure, boolean gain, double share, double loss) {
    /** A measure that is to rise. */
    static Requirement rise(Measure measure) {
        return new Requirement(measure, true, 1, 0);
    }

    /** A measure that must not fall. */
    static Requirement hold(Measure measure) {
        return new Requirement(measure, false, 1, 0);
    }

    /** A measure of which a share must stay. */
    static Requirement share(Measure measure, double share) {
        return new Requirement(measure, false, share, 0);
    }

    /** A measure that may fall by so much. */
    static Requirement loss(Measure measure, double loss) {
        return new Requirement(measure, false, 1, loss);
    }

    /** Whether it is to be kept whole. */
    boolean isHold() {
        return !gain && share == 1 && loss == 0;
    }

    /** What the measure should at least be, where the original row has a value; what is to rise must be greater. */
    double limit(double before) {
        return share * before - loss;
    }

    /** Whether a value meets it; one that is not a number never does. */
    boolean isMet(double before, double found) {
        return gain ? found > limit(before) : found >= limit(before);
    }
}
