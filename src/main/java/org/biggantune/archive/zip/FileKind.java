package org.biggantune.archive.zip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;

/** The kind of a file as recognised by its first bytes, for choosing a reader and for helpful messages. */
public enum FileKind {
    ZIP("a zip file"),
    PICKLE("a Python pickle"),
    SAFETENSORS("a safetensors file"),
    NPY("a NumPy .npy array"),
    HDF5("an HDF5 file (Keras?)"),
    GZIP("a gzip file; unpack it first"),
    TAR("a tar archive; unpack it first"),
    HTML("a web page (a failed download?)"),
    LFS("a Git LFS pointer; fetch the real file with 'git lfs pull'"),
    UNKNOWN("something unknown");

    private static final int HEAD_BYTES = 512;
    private static final int TAR_MAGIC = 257;

    private final String label;

    FileKind(String label) {
        this.label = label;
    }

    /** Recognises the kind of a file. */
    public static FileKind of(InputFile file) {
        ByteBuffer head = file.read(0, (int) Math.min(HEAD_BYTES, file.size()));
        String text = new String(head.array(), StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) {
            return ZIP;
        } else if (text.startsWith("\u0093NUMPY")) {
            return NPY;
        } else if (isSafetensors(head, text)) {
            return SAFETENSORS;
        } else if (text.startsWith("\u0080") && text.length() > 1 && text.charAt(1) <= 5) {
            return PICKLE;
        }
        return ofText(text);
    }

    private static FileKind ofText(String text) {
        String lower = text.stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("\u0089HDF")) {
            return HDF5;
        } else if (text.startsWith("\u001f\u008b")) {
            return GZIP;
        } else if (text.startsWith("ustar", TAR_MAGIC)) {
            return TAR;
        } else if (lower.startsWith("<!doctype") || lower.startsWith("<html")) {
            return HTML;
        }
        return text.startsWith("version https://git-lfs") ? LFS : UNKNOWN;
    }

    private static boolean isSafetensors(ByteBuffer head, String text) {
        return head.limit() > 9 && text.charAt(8) == '{' && head.getInt(4) == 0 && head.getInt(0) >= 2;
    }

    /** Returns the failure for a file that is not of the expected kind. */
    public RuntimeException unexpected(Path path, String expected) {
        if (this == UNKNOWN || this == HTML || this == LFS) {
            return new CorruptInputException(path + ": is not " + expected + ": it seems to be " + label
                    + (this == UNKNOWN ? " (damaged or incomplete?)" : ""));
        }
        return new UnsupportedInputException(path + ": is not " + expected + ": it seems to be " + label);
    }
}
