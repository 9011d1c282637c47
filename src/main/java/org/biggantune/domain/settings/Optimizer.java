package org.biggantune.domain.settings;

import java.util.Locale;

/** How gradients become an embedding. */
public enum Optimizer {
    /** Adam; the last step is the result. */
    ADAM,
    /**
     * Steps of the same size, and the result is their mean. Steps are proximal gradient steps where a pull says how far a
     * gradient may lead, and Adam's where there is none.
     */
    AVERAGED;

    /** The name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
