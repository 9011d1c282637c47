package org.biggantune.domain;

import java.util.Locale;

/** The type in which a program keeps most of its weights and computes; at its edges all numbers are float32. */
public enum Precision {
    /** IEEE 754 binary32. */
    FP32,
    /** bfloat16, the upper half of a binary32: its range, and 8 bits of significand. */
    BF16;

    /** The name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
