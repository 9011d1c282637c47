package org.biggantune.archive.zip;

/**
 * One entry of a zip file, as its central directory describes it; all offsets are bytes from the start of the file.
 *
 * @param name the entry's name, with {@code /} between folders
 * @param method 0 stored, 8 deflated
 * @param crc CRC-32 of the content, unsigned
 * @param compressedSize bytes in the file
 * @param size bytes of content
 * @param headerOffset the local header
 * @param dataOffset the content
 * @param directoryOffset the entry's record in the central directory
 * @param descriptorCrcOffset the CRC in the data descriptor behind the content, -1 when there is none
 * @param end the first byte behind the content and its descriptor
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
    /** The method of content that stands in the file as it is. */
    public static final int STORED = 0;
    /** The method of content compressed with DEFLATE. */
    public static final int DEFLATED = 8;

    /** Where the CRC stands in a local header, in bytes from its start. */
    public static final int HEADER_CRC = 14;
    /** Where the CRC stands in a central directory record, in bytes from its start. */
    public static final int DIRECTORY_CRC = 16;

    /**
     * Whether the content stands in the file as it is.
     *
     * @return true for method 0
     */
    public boolean isStored() {
        return method == STORED;
    }

    /**
     * Where the CRC-32 stands in the file, four bytes each time.
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
