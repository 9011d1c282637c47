package org.biggantune.archive;

import java.util.Arrays;
import java.util.List;
import org.biggantune.archive.zip.ZipRecord;

/**
 * A named part of a file with its position: an entry of a zip file, a storage of a legacy checkpoint, or a tensor of a
 * safetensors file. All offsets are in bytes from the start of the file.
 *
 * @param name its name, unique in the file
 * @param offset the offset of its first byte
 * @param length its size in the file
 * @param form the encoding: two parts have the same content if both bytes and form are equal
 * @param frame the offsets of its headers
 * @param checksums the offsets of its four-byte checksums, ascending
 */
public record FilePart(String name, long offset, long length, List<Long> form, List<Long> frame, List<Long> checksums) {
    /** Copies the lists. */
    public FilePart {
        form = List.copyOf(form);
        frame = List.copyOf(frame);
        checksums = List.copyOf(checksums);
    }

    /** Returns the part for an entry of a zip file, with the positions of its headers and CRC-32s. */
    public static FilePart of(ZipRecord entry) {
        return new FilePart(
                entry.name(),
                entry.dataOffset(),
                entry.compressedSize(),
                List.of((long) entry.method(), entry.size()),
                List.of(entry.headerOffset(), entry.directoryOffset()),
                Arrays.stream(entry.crcOffsets()).boxed().toList());
    }

    /** Returns the part for a storage without its own header or checksum. */
    static FilePart of(TensorStorage storage) {
        long bytes = storage.elementCount() * storage.type().bytes();
        return new FilePart(storage.key(), storage.position(), bytes, List.of(), List.of(), List.of());
    }
}
