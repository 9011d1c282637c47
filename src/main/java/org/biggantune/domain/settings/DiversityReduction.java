package org.biggantune.domain.settings;

import java.util.Locale;

/** How the ratios of a batch's pairs become one number. */
public enum DiversityReduction {
    /** Their mean, which does not depend on the batch. */
    MEAN,
    /** Their sum, as the reference's earlier script has it. */
    SUM;

    /** The name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
