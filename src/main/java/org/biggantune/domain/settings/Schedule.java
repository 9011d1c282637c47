package org.biggantune.domain.settings;

import java.util.Locale;

/** The schedule of the learning rate. */
public enum Schedule {
    /** Constant. */
    CONSTANT,
    /** Cosine annealing from the full learning rate to zero, which lets the last steps converge. */
    COSINE;

    /**
     * Returns the factor on the learning rate: 1, or ½ (1 + cos(π · step / steps)) (Loshchilov and Hutter, "SGDR", ICLR
     * 2017, without restarts).
     *
     * @param step the step, from 0
     * @param steps the number of steps
     */
    public double factor(int step, int steps) {
        return this == CONSTANT ? 1 : (1 + Math.cos(Math.PI * step / steps)) / 2;
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
