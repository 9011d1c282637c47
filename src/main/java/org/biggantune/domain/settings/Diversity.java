package org.biggantune.domain.settings;

import java.util.Locale;

/** The features that the distance between two images is measured on. */
public enum Diversity {
    /** None: diversity is not rewarded. */
    NONE,
    /** The classifier's probabilities. */
    SOFTMAX,
    /** The image in the classifier's size, not normalised. */
    PIXELWISE,
    /** A feature map of the classifier. */
    FEATURES;

    /** Returns the name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
