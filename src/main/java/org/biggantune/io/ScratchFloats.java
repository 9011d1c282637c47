package org.biggantune.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.WriteFailedException;

/**
 * A list of float32 numbers in a file of the system's temporary directory, so that it takes no memory. The file loses its
 * name as soon as it is open, or on Windows is deleted as soon as it is not: not even a killed process leaves it. One thread
 * appends; any number of threads may read what was appended before. The caller closes it.
 */
public final class ScratchFloats implements AutoCloseable {
    /** Numbers moved at once; Java keeps a native buffer of this size for each thread. */
    private static final int PIECE = 1 << 16;

    private final FileChannel channel;
    private long size;

    private ScratchFloats(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates an empty list.
     *
     * @throws CannotCreateException if there is no temporary directory that can be written to
     */
    public static ScratchFloats create() {
        try {
            Path file = Files.createTempFile("biggan-tune", ".tmp");
            try {
                return new ScratchFloats(FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            throw new CannotCreateException(
                    directory() + ": no temporary file can be created there: " + MessageText.of(e.toString())
                            + "; name another folder in the variable TMPDIR",
                    e);
        }
    }

    private static String directory() {
        return System.getProperty("java.io.tmpdir");
    }

    /** Returns how many numbers there are. */
    public long size() {
        return size;
    }

    /**
     * Appends numbers.
     *
     * @throws WriteFailedException if there is no space for them
     */
    public void append(float[] numbers) {
        ByteBuffer piece = piece(numbers.length);
        try {
            for (int done = 0; done < numbers.length; ) {
                int count = Math.min(PIECE, numbers.length - done);
                piece.clear().limit(count * Float.BYTES);
                piece.asFloatBuffer().put(numbers, done, count);
                while (piece.hasRemaining()) {
                    channel.write(piece, size * Float.BYTES + piece.position());
                }
                size += count;
                done += count;
            }
        } catch (IOException e) {
            throw new WriteFailedException(
                    directory() + ": writing a temporary file failed: " + MessageText.of(e.toString())
                            + "; free space there, or name another folder in the variable TMPDIR",
                    e);
        }
    }

    /**
     * Reads numbers.
     *
     * @param from the first number to read
     * @param into gets the numbers
     * @param at where in {@code into} the first one goes
     * @param count how many to read
     * @throws WriteFailedException if the file cannot be read back
     */
    public void read(long from, float[] into, int at, int count) {
        ByteBuffer piece = piece(count);
        try {
            for (int done = 0; done < count; ) {
                int now = Math.min(PIECE, count - done);
                piece.clear().limit(now * Float.BYTES);
                while (piece.hasRemaining()) {
                    if (channel.read(piece, (from + done) * Float.BYTES + piece.position()) < 0) {
                        throw new EOFException("it ends early");
                    }
                }
                piece.flip();
                piece.asFloatBuffer().get(into, at + done, now);
                done += now;
            }
        } catch (IOException e) {
            throw new WriteFailedException(
                    directory() + ": reading a temporary file back failed: " + MessageText.of(e.toString())
                            + "; run again, or name another folder in the variable TMPDIR",
                    e);
        }
    }

    private static ByteBuffer piece(int count) {
        return ByteBuffer.allocate(Math.min(PIECE, count) * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nobody needs its content any more.
        }
    }
}
