package org.biggantune.tuning;

import org.biggantune.domain.ClassLabel;

/**
 * What is tuned: a class, and the row that its embedding has to beat. Tuning starts at that row unless it starts at the
 * mean of all.
 *
 * @param target the class by whose label and with whose latents
 * @param original the row, one number a column of the generator's matrix
 */
public record TuningSubject(ClassLabel target, float[] original) {
    /** Copies the row. */
    public TuningSubject {
        original = original.clone();
    }

    @Override
    public float[] original() {
        return original.clone();
    }
}
