package org.biggantune.archive.zip;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/**
 * Streams an entry's content, stored or deflated. The size is checked while reading, the CRC-32 at the end. Not
 * thread-safe. The caller closes it.
 */
public final class ZipEntryStream extends InputStream {
    private static final int PIECE_BYTES = 1 << 16;

    private final InputFile file;
    private final ZipRecord entry;
    private final CRC32 crc = new CRC32();

    /** Null if the content is stored uncompressed. */
    private final @Nullable Inflater inflater;

    private final byte[] compressed;
    private long at;
    private long count;

    ZipEntryStream(InputFile file, ZipRecord entry) {
        this.file = file;
        this.entry = entry;
        this.at = entry.dataOffset();
        this.inflater = entry.isStored() ? null : new Inflater(true);
        this.compressed = new byte[entry.isStored() ? 0 : (int) Math.min(PIECE_BYTES, entry.compressedSize())];
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int got = inflater == null ? copied(target, offset, length) : inflated(inflater, target, offset, length);
        count += got;
        if (got == 0 ? count != entry.size() : count > entry.size()) {
            throw corrupt("does not inflate to the " + entry.size() + " bytes it should have");
        }
        crc.update(target, offset, got);
        if (got == 0 && crc.getValue() != entry.crc()) {
            throw corrupt(String.format(
                    Locale.ROOT,
                    "is damaged: its CRC-32 is %08x, expected %08x; copy or download the file again",
                    crc.getValue(),
                    entry.crc()));
        }
        return got == 0 ? -1 : got;
    }

    /** Reads and checks the remaining content. */
    void drain() {
        byte[] piece = new byte[(int) Math.max(1, Math.min(PIECE_BYTES, entry.size() - count))];
        while (read(piece, 0, piece.length) >= 0) {
            // Reading checks the content.
        }
    }

    private int copied(byte[] target, int offset, int length) {
        int got = (int) Math.min(length, left());
        file.readInto(ByteBuffer.wrap(target, offset, got), at);
        at += got;
        return got;
    }

    private int inflated(Inflater packed, byte[] target, int offset, int length) {
        try {
            int got = packed.inflate(target, offset, length);
            while (got == 0 && !packed.finished() && left() > 0) {
                int next = (int) Math.min(compressed.length, left());
                file.readInto(ByteBuffer.wrap(compressed, 0, next), at);
                at += next;
                packed.setInput(compressed, 0, next);
                got = packed.inflate(target, offset, length);
            }
            return got;
        } catch (DataFormatException e) {
            throw corrupt("cannot be inflated");
        }
    }

    private long left() {
        return entry.dataOffset() + entry.compressedSize() - at;
    }

    private CorruptInputException corrupt(String what) {
        return new CorruptInputException(file.path() + ": entry " + MessageText.quoted(entry.name()) + " " + what);
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
