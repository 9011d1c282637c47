package org.biggantune.domain;

import java.util.Locale;

/** Where tuning starts. */
public enum InitialEmbedding {
    /** At the class's own row. */
    TARGET,
    /** At the mean of all rows. */
    MEAN;

    /** The name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
