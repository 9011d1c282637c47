package org.biggantune.run;

import java.util.Locale;

/** What {@code export} writes. */
public enum ExportFormat {
    /** A NumPy array of the matrix. */
    NPY("npy"),
    /** A safetensors file of the matrix, or a copy of one with the matrix in it. */
    SAFETENSORS("safetensors"),
    /** A copy of a TorchScript program or checkpoint. */
    PT("pt"),
    /** A copy of a checkpoint. */
    PTH("pth"),
    /** A copy of a checkpoint as Hugging Face names it. */
    BIN("bin");

    private final String label;

    ExportFormat(String label) {
        this.label = label;
    }

    /** Its name on the command line, which is the file's ending too. */
    public String label() {
        return label;
    }

    /** Whether it can be written without a file to put the matrix into. */
    boolean standsAlone() {
        return this == NPY || this == SAFETENSORS;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
