package org.biggantune.domain.settings;

import java.util.Locale;

/** Where tuning starts. */
public enum InitialEmbedding {
    /** At the class's own row. */
    TARGET(true),
    /** At the mean of all rows. */
    MEAN(true),
    /** At the rows whose samples the classifier already takes for the class most, the best one first. */
    TOP(false),
    /** At rows chosen at random, none twice. */
    RANDOM(false),
    /** At standard normal numbers, as the reference release's earlier script did by default. */
    GAUSSIAN(false),
    /** At the rows of a file, in turn. */
    FILE(false);

    private final boolean single;

    InitialEmbedding(boolean single) {
        this.single = single;
    }

    /** Whether all starts of a class begin at one place, so that only noise makes them differ. */
    public boolean single() {
        return single;
    }

    /** The name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
