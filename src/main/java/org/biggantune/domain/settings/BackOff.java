package org.biggantune.domain.settings;

import java.util.Locale;

/** Which points on the way back from a start's end to its beginning are measured as candidates. */
public enum BackOff {
    /** All of them, so that the least loss wins. */
    ALL,
    /** One after the other, only as long as no candidate of the start's end qualifies. */
    NEEDED;

    /** The name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
