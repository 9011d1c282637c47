package org.biggantune.archive.zip;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * Reads a zip file's central directory, including Zip64 extensions, and checks that sizes are within the file, entries
 * do not overlap, names are relative and unique, and local headers agree with the central directory.
 *
 * <p>Layout: {@code (local header, content, [data descriptor])* central directory, [Zip64 end record, Zip64 locator],
 * end record}, see PKWARE's APPNOTE 6.3, sections 4.3 and 4.5.3.
 */
final class ZipDirectoryReader {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_SIZE = 20;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int END64_SIZE = 56;
    private static final int MAX_COMMENT = 0xffff;
    private static final int MAX_DIRECTORY_BYTES = 256 << 20;
    private static final long MARK16 = 0xffffL;
    private static final long MARK32 = 0xffffffffL;

    private final InputFile file;

    /** The position of the central directory. */
    private record Extent(long offset, long size, long count, long limit) {}

    private ZipDirectoryReader(InputFile file) {
        this.file = file;
    }

    static List<ZipRecord> read(InputFile file) {
        return new ZipDirectoryReader(file).records();
    }

    private List<ZipRecord> records() {
        Extent extent = extent();
        if (extent.offset() < 0 || extent.size() < 0 || extent.offset() > extent.limit() - extent.size()) {
            throw corrupt("its table of contents (" + extent.size() + " bytes at " + extent.offset()
                    + ") is outside the file of " + file.size() + " bytes (truncated?)");
        }
        long perEntry = ZipEntryReader.DIRECTORY_SIZE;
        if (extent.size() > MAX_DIRECTORY_BYTES || extent.count() < 0 || extent.count() > extent.size() / perEntry) {
            throw corrupt(extent.count() + " entries in a table of contents of " + extent.size() + " bytes");
        }
        ByteBuffer directory = file.read(extent.offset(), (int) extent.size());
        ZipEntryReader reader = new ZipEntryReader(file, extent.offset());
        List<ZipRecord> records = new ArrayList<>();
        while (directory.hasRemaining()) {
            records.add(reader.read(directory));
        }
        if (records.size() != extent.count()) {
            throw corrupt("its table of contents lists " + records.size() + " entries, expected " + extent.count());
        }
        checkNames(records);
        checkApart(records, extent.offset());
        return List.copyOf(records);
    }

    private Extent extent() {
        long end = endPosition();
        ByteBuffer record = file.read(end, END_SIZE);
        int disk = record.getShort(4);
        long count = record.getShort(10) & MARK16;
        long size = record.getInt(12) & MARK32;
        long offset = record.getInt(16) & MARK32;
        boolean wide = end >= LOCATOR_SIZE
                && file.read(end - LOCATOR_SIZE, LOCATOR_SIZE).getInt(0) == LOCATOR_SIGNATURE;
        if (!wide) {
            refuseSeveralDisks(disk);
            return new Extent(offset, size, count, end);
        }
        long end64 = file.read(end - LOCATOR_SIZE, LOCATOR_SIZE).getLong(8);
        if (end64 < 0 || end64 > end - LOCATOR_SIZE - END64_SIZE) {
            throw corrupt("its Zip64 end record is declared at " + end64 + ", outside the file");
        }
        ByteBuffer record64 = file.read(end64, END64_SIZE);
        if (record64.getInt(0) != END64_SIGNATURE) {
            throw corrupt("there is no Zip64 end record at " + end64);
        }
        refuseSeveralDisks(record64.getInt(16));
        long count64 = record64.getLong(32);
        long size64 = record64.getLong(40);
        long offset64 = record64.getLong(48);
        if (disagree(count, count64, MARK16) || disagree(size, size64, MARK32) || disagree(offset, offset64, MARK32)) {
            throw corrupt("its two end records disagree");
        }
        return new Extent(offset64, size64, count64, end64);
    }

    private static boolean disagree(long narrow, long wide, long mark) {
        return narrow != mark && narrow != wide;
    }

    private void refuseSeveralDisks(int disk) {
        if (disk != 0) {
            throw new UnsupportedInputException(file.path() + ": is one part of a zip file in several parts");
        }
    }

    /** Finds the end record, which is followed only by a comment of the length it gives. */
    private long endPosition() {
        int tail = (int) Math.min(file.size(), END_SIZE + MAX_COMMENT);
        ByteBuffer bytes = file.read(file.size() - tail, tail);
        for (int at = tail - END_SIZE; at >= 0; at--) {
            if (bytes.getInt(at) == END_SIGNATURE && (bytes.getShort(at + 20) & MARK16) == tail - END_SIZE - at) {
                return file.size() - tail + at;
            }
        }
        throw corrupt("has no zip table of contents at its end (truncated? file size " + file.size()
                + " bytes); copy or download it again");
    }

    private void checkNames(List<ZipRecord> records) {
        Set<String> names = new HashSet<>();
        for (ZipRecord record : records) {
            String name = record.name();
            boolean absolute = name.isEmpty() || name.startsWith("/") || name.contains("\\") || name.indexOf(':') == 1;
            boolean control = name.chars().anyMatch(Character::isISOControl);
            if (absolute || control || List.of(name.split("/")).contains("..")) {
                throw corrupt("entry " + MessageText.quoted(name) + " has a name that is not a plain relative path");
            }
            if (!names.add(name)) {
                throw corrupt("entry " + MessageText.quoted(name) + " occurs twice");
            }
        }
    }

    private void checkApart(List<ZipRecord> records, long directoryOffset) {
        List<ZipRecord> ordered = new ArrayList<>(records);
        ordered.sort(Comparator.comparingLong(ZipRecord::headerOffset));
        for (int i = 0; i < ordered.size(); i++) {
            boolean last = i + 1 == ordered.size();
            long limit = last ? directoryOffset : ordered.get(i + 1).headerOffset();
            if (ordered.get(i).end() > limit) {
                String next = last
                        ? "the table of contents"
                        : "entry " + MessageText.quoted(ordered.get(i + 1).name());
                throw corrupt("entry " + MessageText.quoted(ordered.get(i).name()) + " overlaps " + next);
            }
        }
    }

    private CorruptInputException corrupt(String what) {
        return new CorruptInputException(file.path() + ": " + what);
    }
}
