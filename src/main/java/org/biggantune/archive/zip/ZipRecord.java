package org.biggantune.archive.zip;

/**
 * An entry of a zip file as described by its central directory; all offsets are in bytes from the start of the file.
 *
 * @param name the entry's name, with {@code /} as separator
 * @param method 0 stored, 8 deflated
 * @param crc the CRC-32 of the content, unsigned
 * @param compressedSize the size in the file in bytes
 * @param size the size of the content in bytes
 * @param headerOffset the offset of the local header
 * @param dataOffset the offset of the content
 * @param directoryOffset the offset of the entry's record in the central directory
 * @param descriptorCrcOffset the offset of the CRC in the data descriptor, -1 if there is none
 * @param end the offset after the content and its descriptor
 */
public record ZipRecord(
        String name,
        int method,
        long crc,
        long compressedSize,
        long size,
        long headerOffset,
        long dataOffset,
        long directoryOffset,
        long descriptorCrcOffset,
        long end) {
    /** The method for uncompressed content. */
    public static final int STORED = 0;
    /** The method for content compressed with DEFLATE. */
    public static final int DEFLATED = 8;

    /** The offset of the CRC in a local header. */
    public static final int HEADER_CRC = 14;
    /** The offset of the CRC in a central directory record. */
    public static final int DIRECTORY_CRC = 16;

    /** Whether the content is stored uncompressed. */
    public boolean isStored() {
        return method == STORED;
    }

    /**
     * Returns all positions of the four-byte CRC-32 in the file.
     *
     * @return offsets in the local header, the data descriptor if there is one, and the central directory, ascending
     */
    public long[] crcOffsets() {
        long inHeader = headerOffset + HEADER_CRC;
        long inDirectory = directoryOffset + DIRECTORY_CRC;
        return descriptorCrcOffset < 0
                ? new long[] {inHeader, inDirectory}
                : new long[] {inHeader, descriptorCrcOffset, inDirectory};
    }
}
