package org.biggantune.domain;

import java.util.Locale;

/** How a generated image becomes a classifier's input. */
public enum Preprocessing {
    /** As the classifier was trained: antialiased bilinear resize to its size, values in [0, 1], its mean and std. */
    STANDARD,
    /** As the reference release feeds it: nearest resize to 224, values in [−1, 1], not normalised. */
    REFERENCE;

    /** The name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
