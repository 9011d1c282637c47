package org.biggantune.archive;

import java.util.Arrays;
import java.util.List;
import org.biggantune.archive.zip.ZipRecord;

/**
 * A named piece of a file's content and where it stands: an entry of a zip file, a storage of an older checkpoint, a
 * tensor of a safetensors file. All offsets are bytes from the start of the file.
 *
 * @param name its name, unique in the file
 * @param offset its first byte
 * @param length its bytes in the file
 * @param form what two pieces of the same bytes must also share to have the same content; equal where nothing is packed
 * @param frame where else the file speaks of it: offsets of its headers
 * @param checksums offsets of four bytes each that follow from the content, ascending
 */
public record FilePart(String name, long offset, long length, List<Long> form, List<Long> frame, List<Long> checksums) {
    /** Copies the lists. */
    public FilePart {
        form = List.copyOf(form);
        frame = List.copyOf(frame);
        checksums = List.copyOf(checksums);
    }

    /**
     * An entry of a zip file.
     *
     * @param entry the entry
     * @return its content, with the places of its headers and of its CRC-32s
     */
    public static FilePart of(ZipRecord entry) {
        return new FilePart(
                entry.name(),
                entry.dataOffset(),
                entry.compressedSize(),
                List.of((long) entry.method(), entry.size()),
                List.of(entry.headerOffset(), entry.directoryOffset()),
                Arrays.stream(entry.crcOffsets()).boxed().toList());
    }

    /** A storage that stands in its file as it is, without a header or a checksum of its own. */
    static FilePart of(TensorStorage storage) {
        long bytes = storage.elementCount() * storage.type().bytes();
        return new FilePart(storage.key(), storage.position(), bytes, List.of(), List.of(), List.of());
    }
}
