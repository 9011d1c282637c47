package org.biggantune.command.exchange;

import java.util.Locale;

/** What {@code export} writes. */
enum ExportFormat {
    /** A NumPy array of the matrix. */
    NPY("npy"),
    /** A safetensors file of the matrix, or a copy of one with the matrix in it. */
    SAFETENSORS("safetensors"),
    /** A copy of a TorchScript program or checkpoint, or a checkpoint of the matrix. */
    PT("pt"),
    /** A copy of a checkpoint, or a checkpoint of the matrix. */
    PTH("pth"),
    /** A copy of a checkpoint as Hugging Face names it, or a checkpoint of the matrix. */
    BIN("bin");

    private final String label;

    ExportFormat(String label) {
        this.label = label;
    }

    /** Its name on the command line, which is the file's ending too. */
    String label() {
        return label;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
