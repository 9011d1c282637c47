package org.biggantune.domain.settings;

import java.util.Locale;

/** The reduction of the ratios of a batch's pairs. */
public enum DiversityReduction {
    /** The mean, which does not depend on the batch size. */
    MEAN,
    /** The sum, as in the reference's earlier script. */
    SUM;

    /** Returns the name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
