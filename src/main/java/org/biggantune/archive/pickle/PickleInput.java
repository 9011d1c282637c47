package org.biggantune.archive.pickle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.io.MessageText;

/**
 * The bytes of one or more pickle streams with a read position. Every length is checked against the remaining bytes
 * before memory is allocated. Borrows its source; not thread-safe.
 */
public final class PickleInput {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String label;
    private final Source source;
    private final ByteBuffer buffer;
    private final long end;
    private long bufferStart;

    /** Provides bytes at absolute positions, such as a file channel. */
    @FunctionalInterface
    public interface Source {
        /**
         * Reads bytes.
         *
         * @param target receives them
         * @param position the position in bytes from the start
         * @return the number of bytes read, -1 at the end
         * @throws IOException if reading fails
         */
        int read(ByteBuffer target, long position) throws IOException;
    }

    private PickleInput(String label, Source source, ByteBuffer buffer, long start, long end) {
        this.label = label;
        this.source = source;
        this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
        this.bufferStart = start;
        this.end = end;
    }

    /**
     * Returns an input of bytes in memory.
     *
     * @param label the file, for messages
     * @param bytes all bytes; not copied
     * @return input at position 0
     */
    public static PickleInput ofBytes(String label, byte[] bytes) {
        return new PickleInput(label, (target, position) -> -1, ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    /**
     * Returns an input of a file that is read as needed.
     *
     * @param label the file, for messages
     * @param source the file's bytes
     * @param end the file's length
     * @return input at position 0
     */
    public static PickleInput ofSource(String label, Source source, long end) {
        return new PickleInput(label, source, ByteBuffer.allocate(BUFFER_BYTES).limit(0), 0, end);
    }

    /** Returns the position of the next byte, from the start. */
    public long position() {
        return bufferStart + buffer.position();
    }

    /** Returns the number of remaining bytes. */
    public long remaining() {
        return end - position();
    }

    /** Returns the file's name for messages. */
    String label() {
        return label;
    }

    int u1() {
        require(1);
        return buffer.get() & 0xff;
    }

    int u2() {
        require(2);
        return buffer.getShort() & 0xffff;
    }

    int i4() {
        require(4);
        return buffer.getInt();
    }

    /**
     * Reads a signed little-endian 64-bit integer.
     *
     * @throws CorruptInputException at the end of the input
     */
    long i8() {
        require(8);
        return buffer.getLong();
    }

    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(i8()));
    }

    byte[] bytes(long count, long limit, String what) {
        if (count < 0 || count > remaining()) {
            throw corrupt(what + " of " + count + " bytes, but only " + remaining() + " bytes are left (truncated?)");
        }
        if (count > limit) {
            throw corrupt(what + " of " + count + " bytes, the limit is " + limit);
        }
        byte[] bytes = new byte[(int) count];
        int filled = 0;
        while (filled < bytes.length) {
            require(1);
            int step = Math.min(buffer.remaining(), bytes.length - filled);
            buffer.get(bytes, filled, step);
            filled += step;
        }
        return bytes;
    }

    String utf8(long count, long limit, String what) {
        byte[] bytes = bytes(count, limit, what);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw corrupt(what + " is not UTF-8");
        }
    }

    String line(int limit) {
        StringBuilder line = new StringBuilder();
        for (int c = u1(); c != '\n'; c = u1()) {
            if (line.length() >= limit) {
                throw corrupt("a line of more than " + limit + " bytes");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    CorruptInputException corrupt(String what) {
        return new CorruptInputException(
                label + ": damaged pickle at byte " + position() + ": " + MessageText.of(what));
    }

    private void require(int count) {
        if (buffer.remaining() >= count) {
            return;
        }
        if (remaining() < count) {
            throw corrupt("the file ends in the middle of it (truncated?)");
        }
        bufferStart = position();
        buffer.compact();
        try {
            while (buffer.position() < count) {
                int read = source.read(buffer, bufferStart + buffer.position());
                if (read < 0) {
                    buffer.flip();
                    throw corrupt("the file ends in the middle of it (truncated?)");
                }
            }
        } catch (IOException e) {
            throw new CorruptInputException(
                    label + ": reading failed: " + MessageText.of(String.valueOf(e.getMessage())), e);
        }
        buffer.flip();
    }
}
