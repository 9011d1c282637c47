package org.biggantune.domain;

import java.util.Locale;

/** The type of a generator's class argument. */
public enum Conditioning {
    /** Embeddings [n, size], passed to the program directly. */
    EMBEDDING,
    /** Class indices [n], by which the program looks up embeddings. */
    IDS,
    /** One-hot vectors [n, classes], which the program multiplies by its embedding matrix. */
    ONE_HOT;

    /** Returns the name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return label();
    }
}
