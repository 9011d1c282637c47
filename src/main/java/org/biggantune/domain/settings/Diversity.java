package org.biggantune.domain.settings;

import java.util.Locale;

/** What the distance between two images is measured on. */
public enum Diversity {
    /** Nothing: no reward for diversity. */
    NONE,
    /** The classifier's probabilities. */
    SOFTMAX,
    /** The image as the classifier gets it, resized but not normalised. */
    PIXELWISE,
    /** A feature map of the classifier. */
    FEATURES;

    /** The name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
