package org.biggantune.archive.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes a zip file of uncompressed entries aligned to 64 bytes, like PyTorch's own writer, so that readers can map
 * them into memory. Zip64 records are added if sizes or offsets need them.
 *
 * <pre>
 * file    = { local header, name, padding field, data } , { central record } , [ zip64 end ] , end
 * padding = extra field 'FB' filled with 'Z'
 * </pre>
 */
public final class StoredZipWriter {
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER = 30;
    private static final int PADDING_ID = 0x4246;
    private static final int ZIP64_ID = 1;
    private static final int DOS_DATE = (1980 - 1980) << 9 | 1 << 5 | 1;
    private static final long MAX32 = 0xFFFF_FFFFL;
    private static final int MAX16 = 0xFFFF;

    private final WritableByteChannel channel;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long position;
    private int entries;

    /** Creates a writer to a borrowed channel. */
    public StoredZipWriter(WritableByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Appends an entry.
     *
     * @param name its name, with {@code /} as separator
     * @param data its content, not modified
     * @throws IOException if writing to the channel fails
     */
    public void add(String name, ByteBuffer data) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(data.duplicate());
        long size = data.remaining();
        long unpadded = position + LOCAL_HEADER + utf8.length + 4;
        int padding = (int) (Math.floorMod(-unpadded, (long) ALIGNMENT));
        ByteBuffer header = little(LOCAL_HEADER + utf8.length + 4 + padding);
        header.putInt(0x04034b50);
        common(header, crc.getValue(), size, utf8.length, 4 + padding);
        header.put(utf8).putShort((short) PADDING_ID).putShort((short) padding);
        while (header.hasRemaining()) {
            header.put((byte) 'Z');
        }
        centralRecord(utf8, crc.getValue(), size);
        write(header.flip());
        write(data.duplicate());
        entries++;
    }

    /**
     * Writes the central directory; no entry may be added afterwards.
     *
     * @throws IOException if writing to the channel fails
     */
    public void finish() throws IOException {
        long start = position;
        write(ByteBuffer.wrap(directory.toByteArray()));
        long size = position - start;
        if (start >= MAX32 || entries >= MAX16) {
            zip64End(start, size);
        }
        ByteBuffer end = little(22);
        end.putInt(0x06054b50).putInt(0);
        short count = (short) Math.min(entries, MAX16);
        end.putShort(count).putShort(count);
        end.putInt((int) Math.min(size, MAX32))
                .putInt((int) Math.min(start, MAX32))
                .putShort((short) 0);
        write(end.flip());
    }

    private void centralRecord(byte[] name, long crc, long size) {
        boolean far = position >= MAX32;
        ByteBuffer record = little(46 + name.length + (far ? 12 : 0));
        record.putInt(0x02014b50).putShort((short) 45);
        common(record, crc, size, name.length, far ? 12 : 0);
        record.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
        record.putInt((int) Math.min(position, MAX32)).put(name);
        if (far) {
            record.putShort((short) ZIP64_ID).putShort((short) 8).putLong(position);
        }
        directory.writeBytes(record.array());
    }

    private static void common(ByteBuffer record, long crc, long size, int nameLength, int extraLength) {
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("an entry of " + size + " bytes");
        }
        record.putShort((short) 45).putShort((short) 0x0800).putShort((short) 0);
        record.putShort((short) 0).putShort((short) DOS_DATE).putInt((int) crc);
        record.putInt((int) size)
                .putInt((int) size)
                .putShort((short) nameLength)
                .putShort((short) extraLength);
    }

    private void zip64End(long start, long size) throws IOException {
        long at = position;
        ByteBuffer end = little(56 + 20);
        end.putInt(0x06064b50)
                .putLong(44)
                .putShort((short) 45)
                .putShort((short) 45)
                .putInt(0)
                .putInt(0);
        end.putLong(entries).putLong(entries).putLong(size).putLong(start);
        end.putInt(0x07064b50).putInt(0).putLong(at).putInt(1);
        write(end.flip());
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            position += channel.write(bytes);
        }
    }
}
