package org.biggantune.archive;

import java.nio.ByteBuffer;
import org.biggantune.archive.scalar.ScalarDecoder;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.archive.zip.ElementSource;
import org.biggantune.archive.zip.ZipRecord;
import org.jspecify.annotations.Nullable;

/**
 * A storage, the elements of one or several tensors.
 *
 * @param source the source of the elements
 * @param key the storage's name in the source
 * @param type the element type
 * @param elementCount the number of elements, checked against the source
 * @param position the position of the first byte in the source
 * @param entry its zip entry; null if the format has no entries
 * @param check verifies the stored checksum once; does nothing if the format has none
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

    /** Verifies the checksum and counts NaN and infinite elements; 0 for integers. */
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
