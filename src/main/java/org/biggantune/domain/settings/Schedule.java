package org.biggantune.domain.settings;

import java.util.Locale;

/** How the step size goes on over a tuning. */
public enum Schedule {
    /** The same at every step. */
    CONSTANT,
    /** From the whole step size down to zero along half a cosine, so that the last steps settle. */
    COSINE;

    /**
     * The share of the step size that a step takes: 1, or ½ (1 + cos(π · step / steps)) (Loshchilov and Hutter, "SGDR",
     * ICLR 2017, without restarts).
     *
     * @param step from 0
     * @param steps the count of steps
     */
    public double factor(int step, int steps) {
        return this == CONSTANT ? 1 : (1 + Math.cos(Math.PI * step / steps)) / 2;
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
