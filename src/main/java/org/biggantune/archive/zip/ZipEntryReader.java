package org.biggantune.archive.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/** Reads one entry's record in the central directory and checks it against the local header and data descriptor. */
final class ZipEntryReader {
    /** The length of a central directory record without its name and extra fields. */
    static final int DIRECTORY_SIZE = 46;

    private static final int DIRECTORY_SIGNATURE = 0x02014b50;
    private static final int HEADER_SIGNATURE = 0x04034b50;
    private static final int HEADER_SIZE = 30;
    private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;
    private static final int ZIP64_FIELD = 1;
    private static final int ENCRYPTED = 1;
    private static final int HAS_DESCRIPTOR = 8;
    private static final int MARK16 = 0xffff;
    private static final long MARK32 = 0xffffffffL;

    private final InputFile file;
    private final long directoryStart;

    ZipEntryReader(InputFile file, long directoryStart) {
        this.file = file;
        this.directoryStart = directoryStart;
    }

    /** Reads the record at the buffer's position and moves past it. */
    ZipRecord read(ByteBuffer directory) {
        int at = directory.position();
        if (directory.remaining() < DIRECTORY_SIZE || directory.getInt(at) != DIRECTORY_SIGNATURE) {
            throw corrupt("the table of contents is damaged at byte " + (directoryStart + at));
        }
        int nameLength = directory.getShort(at + 28) & MARK16;
        int extraLength = directory.getShort(at + 30) & MARK16;
        int commentLength = directory.getShort(at + 32) & MARK16;
        if (directory.remaining() < DIRECTORY_SIZE + nameLength + extraLength + commentLength) {
            throw corrupt("the table of contents is damaged at byte " + (directoryStart + at));
        }
        byte[] name = new byte[nameLength];
        directory.get(at + DIRECTORY_SIZE, name);
        ByteBuffer extra =
                directory.slice(at + DIRECTORY_SIZE + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
        long[] sizes = {
            directory.getInt(at + 24) & MARK32, directory.getInt(at + 20) & MARK32, directory.getInt(at + 42) & MARK32
        };
        widen(sizes, extra, decoded(name));
        directory.position(at + DIRECTORY_SIZE + nameLength + extraLength + commentLength);
        ZipRecord described = new ZipRecord(
                decoded(name),
                directory.getShort(at + 10) & MARK16,
                directory.getInt(at + 16) & MARK32,
                sizes[1],
                sizes[0],
                sizes[2],
                -1,
                directoryStart + at,
                -1,
                -1);
        return located(described, directory.getShort(at + 8), name);
    }

    /** Replaces each size of all ones by the next value of the Zip64 field: size, compressed size, offset. */
    private void widen(long[] sizes, ByteBuffer extra, String name) {
        boolean wanted = Arrays.stream(sizes).anyMatch(size -> size == MARK32);
        while (wanted && extra.remaining() >= 4) {
            int id = extra.getShort() & MARK16;
            int length = Math.min(extra.getShort() & MARK16, extra.remaining());
            int next = extra.position() + length;
            if (id == ZIP64_FIELD) {
                for (int i = 0; i < sizes.length; i++) {
                    if (sizes[i] == MARK32 && next - extra.position() >= 8) {
                        sizes[i] = extra.getLong();
                    }
                }
                wanted = false;
            }
            extra.position(next);
        }
        if (Arrays.stream(sizes).anyMatch(size -> size < 0)) {
            throw corrupt("entry " + MessageText.quoted(name) + " has a negative size");
        }
    }

    private ZipRecord located(ZipRecord record, int flags, byte[] name) {
        String entry = "entry " + MessageText.quoted(record.name());
        if ((flags & ENCRYPTED) != 0) {
            throw new UnsupportedInputException(file.path() + ": " + entry + " is encrypted");
        }
        if (record.headerOffset() > file.size() - HEADER_SIZE) {
            throw corrupt(
                    entry + " is declared at byte " + record.headerOffset() + " of " + file.size() + " (truncated?)");
        }
        ByteBuffer header = file.read(record.headerOffset(), HEADER_SIZE);
        int nameLength = header.getShort(26) & MARK16;
        long dataOffset = record.headerOffset() + HEADER_SIZE + nameLength + (header.getShort(28) & MARK16);
        if (header.getInt(0) != HEADER_SIGNATURE || nameLength != name.length) {
            throw corrupt(entry + " has no matching header at byte " + record.headerOffset());
        }
        if (record.compressedSize() > file.size() - dataOffset) {
            throw corrupt(entry + " has " + record.compressedSize() + " bytes from byte " + dataOffset
                    + ", beyond the file's " + file.size() + " (truncated?)");
        }
        if (record.isStored() && record.size() != record.compressedSize()) {
            throw corrupt(entry + " is uncompressed, but has two sizes, " + record.size() + " and "
                    + record.compressedSize());
        }
        checkHeader(record, header, name, entry);
        return withDescriptor(record, dataOffset, (flags & HAS_DESCRIPTOR) != 0, entry);
    }

    private void checkHeader(ZipRecord record, ByteBuffer header, byte[] name, String entry) {
        byte[] headerName =
                file.read(record.headerOffset() + HEADER_SIZE, name.length).array();
        boolean deferred = (header.getShort(6) & HAS_DESCRIPTOR) != 0;
        boolean agree = Arrays.equals(name, headerName)
                && (header.getShort(8) & MARK16) == record.method()
                && agrees(header.getInt(14) & MARK32, record.crc(), deferred, false)
                && agrees(header.getInt(18) & MARK32, record.compressedSize(), deferred, true)
                && agrees(header.getInt(22) & MARK32, record.size(), deferred, true);
        if (!agree) {
            throw corrupt(entry + ": its header and the table of contents disagree");
        }
    }

    private static boolean agrees(long inHeader, long inDirectory, boolean deferred, boolean widened) {
        return inHeader == inDirectory || (deferred && inHeader == 0) || (widened && inHeader == MARK32);
    }

    /**
     * Locates the data descriptor: [signature], CRC, two sizes of four or eight bytes; the position of the CRC shows
     * whether there is a signature.
     */
    private ZipRecord withDescriptor(ZipRecord record, long dataOffset, boolean present, String entry) {
        long end = dataOffset + record.compressedSize();
        long crcOffset = -1;
        if (present) {
            int available = (int) Math.min(24, file.size() - end);
            ByteBuffer bytes = file.read(end, available);
            boolean signed = available >= 16
                    && bytes.getInt(0) == DESCRIPTOR_SIGNATURE
                    && (bytes.getInt(4) & MARK32) == record.crc();
            boolean bare = !signed && available >= 12 && (bytes.getInt(0) & MARK32) == record.crc();
            if (!signed && !bare) {
                throw corrupt(entry + ": its data descriptor and the table of contents disagree");
            }
            crcOffset = end + (signed ? 4 : 0);
            end = crcOffset + 12;
        }
        return new ZipRecord(
                record.name(),
                record.method(),
                record.crc(),
                record.compressedSize(),
                record.size(),
                record.headerOffset(),
                dataOffset,
                record.directoryOffset(),
                crcOffset,
                end);
    }

    private static String decoded(byte[] name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(name, StandardCharsets.ISO_8859_1);
        }
    }

    private CorruptInputException corrupt(String what) {
        return new CorruptInputException(file.path() + ": " + what);
    }
}
