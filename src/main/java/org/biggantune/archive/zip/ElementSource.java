package org.biggantune.archive.zip;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Where the elements of tensors are read: a file, or a formula. Read by any number of threads. */
public interface ElementSource {
    /** The file, or what stands for one in messages. */
    Path path();

    /** The bytes from position on, little-endian; the caller has checked that count fits its own limits. */
    ByteBuffer read(long position, int count);
}
