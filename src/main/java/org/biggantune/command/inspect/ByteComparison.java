package org.biggantune.command.inspect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;

/** Compares ranges of bytes of two open files. The caller closes it. */
final class ByteComparison implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final Path a;
    private final Path b;
    private final FileChannel channelA;
    private final FileChannel channelB;

    private ByteComparison(Path a, Path b, FileChannel channelA, FileChannel channelB) {
        this.a = a;
        this.b = b;
        this.channelA = channelA;
        this.channelB = channelB;
    }

    /** Opens two files. */
    static ByteComparison open(Path a, Path b) {
        FileChannel first = channel(a);
        boolean opened = false;
        try {
            ByteComparison comparison = new ByteComparison(a, b, first, channel(b));
            opened = true;
            return comparison;
        } finally {
            if (!opened) {
                closeQuietly(first);
            }
        }
    }

    /** Counts the differing bytes among {@code count} bytes from {@code atA} in the first and {@code atB} in the second file. */
    long differing(long atA, long atB, long count) {
        long differing = 0;
        for (long done = 0; done < count; done += CHUNK) {
            int size = (int) Math.min(CHUNK, count - done);
            byte[] bytesA = read(channelA, a, atA + done, size);
            byte[] bytesB = read(channelB, b, atB + done, size);
            for (int i = 0; i < size; i++) {
                differing += bytesA[i] == bytesB[i] ? 0 : 1;
            }
        }
        return differing;
    }

    /**
     * Finds the units of a range that differ.
     *
     * @param count the bytes of the range
     * @param unit the bytes of a unit, a divisor of a mebibyte
     * @return the indices of the units within the range, ascending
     */
    IntStream differingUnits(long atA, long atB, long count, int unit) {
        BitSet found = new BitSet();
        for (long done = 0; done < count; done += CHUNK) {
            int size = (int) Math.min(CHUNK, count - done);
            byte[] bytesA = read(channelA, a, atA + done, size);
            byte[] bytesB = read(channelB, b, atB + done, size);
            for (int i = 0; i < size; i++) {
                if (bytesA[i] != bytesB[i]) {
                    found.set(Math.toIntExact((done + i) / unit));
                }
            }
        }
        return found.stream();
    }

    @Override
    public void close() {
        closeQuietly(channelA);
        closeQuietly(channelB);
    }

    private static FileChannel channel(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be opened: " + e.getMessage(), e);
        }
    }

    private static byte[] read(FileChannel channel, Path file, long position, int count) {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position()) < 0) {
                    throw new CorruptInputException(file + ": ends while it is being read (truncated?)");
                }
            }
        } catch (IOException e) {
            throw new CorruptInputException(file + ": reading failed: " + e.getMessage(), e);
        }
        return buffer.array();
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written, so nothing is lost.
        }
    }
}
