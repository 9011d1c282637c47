package org.biggantune.domain;

import java.util.Locale;

/** The conversion of a generated image to a classifier's input. */
public enum Preprocessing {
    /** As in the classifier's training: antialiased bilinear resize to its size, values in [0, 1], its mean and std. */
    STANDARD,
    /** As in the reference release: nearest-neighbour resize to 224, values in [−1, 1], not normalised. */
    REFERENCE;

    /** Returns the name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
