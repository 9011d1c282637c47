package org.biggantune.archive.zip;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A source of tensor elements: a file or a formula. Thread-safe. */
public interface ElementSource {
    /** Returns the file, or a name for it in messages. */
    Path path();

    /** Reads {@code count} bytes at a position into a little-endian buffer; the caller limits the count. */
    ByteBuffer read(long position, int count);
}
