package org.biggantune.domain.settings;

import java.util.Locale;

/** The embedding at which tuning starts. */
public enum InitialEmbedding {
    /** The class's own embedding. */
    TARGET(true),
    /** The mean of all embeddings. */
    MEAN(true),
    /** The embeddings with the highest classifier probability of the class, the best one first. */
    TOP(false),
    /** Random embeddings of the generator, without repetition. */
    RANDOM(false),
    /** Standard normal values, the default of the reference release's earlier script. */
    GAUSSIAN(false),
    /** The embeddings of a file, in order. */
    FILE(false);

    private final boolean single;

    InitialEmbedding(boolean single) {
        this.single = single;
    }

    /** Whether all starts of a class begin at the same embedding and differ only by noise. */
    boolean single() {
        return single;
    }

    /** Returns the name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
