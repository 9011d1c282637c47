package org.biggantune.domain;

import java.util.Locale;

/** The type of a program's weights and computations; its inputs and outputs are always float32. */
public enum Precision {
    /** IEEE 754 binary32. */
    FP32,
    /** bfloat16, the upper half of a binary32: the same range with 8 bits of significand. */
    BF16;

    /** Returns the name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
