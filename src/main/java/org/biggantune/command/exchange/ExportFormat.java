package org.biggantune.command.exchange;

import java.util.Locale;

/** The formats that {@code export} writes. */
enum ExportFormat {
    /** A NumPy array of the matrix. */
    NPY("npy"),
    /** A safetensors file of the matrix, or a copy of one with the matrix replaced. */
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

    /** Returns the name on the command line, which is also the file's extension. */
    String label() {
        return label;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
