package org.biggantune.domain;

import java.util.Locale;

/** The form of a program written by the tool. */
public enum Graph {
    /** Operations are merged and folded where that is mathematically exact: the same images in less time. */
    FOLDED,
    /** The original code's operations and tensor names, for comparison. */
    REFERENCE;

    /** Returns the name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
