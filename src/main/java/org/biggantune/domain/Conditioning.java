package org.biggantune.domain;

import java.util.Locale;

/** How a generator's program is told which class to draw, beside its latents. */
public enum Conditioning {
    /** By embeddings [n, size], numbers of any value. */
    EMBEDDING,
    /** By class numbers [n], with which it looks rows up in a matrix of its own. */
    IDS,
    /** By a one and zeros [n, classes], which it multiplies with a matrix of its own. */
    ONE_HOT;

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return label();
    }
}
