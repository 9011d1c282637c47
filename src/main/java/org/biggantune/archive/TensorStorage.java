package org.biggantune.archive;

import java.nio.ByteBuffer;
import org.biggantune.archive.scalar.ScalarDecoder;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.archive.zip.ElementSource;
import org.biggantune.archive.zip.ZipRecord;
import org.jspecify.annotations.Nullable;

/**
 * The elements that one or several tensors share.
 *
 * @param source where the elements are read
 * @param key the storage's name there
 * @param type element type
 * @param elementCount number of elements, checked against the source
 * @param position first byte in the source
 * @param entry the zip entry it is, null where the format has no entries
 * @param check verifies the stored checksum, the first time only; does nothing where the format has none
 */
record TensorStorage(
        ElementSource source,
        String key,
        ScalarType type,
        long elementCount,
        long position,
        @Nullable ZipRecord entry,
        Runnable check) {
    private static final int CHUNK_BYTES = 1 << 20;

    /** How many elements are NaN or infinite, after the checksum was verified; 0 for integers. */
    long notFinite() {
        check.run();
        if (!type.isFloating()) {
            return 0;
        }
        int perChunk = CHUNK_BYTES / type.bytes();
        long found = 0;
        for (long done = 0; done < elementCount; done += perChunk) {
            int count = (int) Math.min(perChunk, elementCount - done);
            ByteBuffer data = source.read(position + done * type.bytes(), count * type.bytes());
            found += ScalarDecoder.notFinite(type, data, count);
        }
        return found;
    }
}
