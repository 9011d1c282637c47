package org.biggantune.domain;

import java.util.Locale;

/** Which operations a written program is made of. */
public enum Graph {
    /** Joined and folded where that is exact: the same images in less time. */
    FOLDED,
    /** The original code's operations and tensor names, for comparison. */
    REFERENCE;

    /** The name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
