package org.biggantune.archive.array;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * An array of unsigned bytes from an IDX file, the format of MNIST: two zero bytes, 8 for unsigned bytes, the number of
 * dimensions, their sizes as big-endian 32-bit integers, then the values, row-major. The file may be compressed with
 * gzip.
 *
 * @param shape the shape
 * @param values the values, row-major, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record IdxArray(int[] shape, byte[] values) {
    private static final long MOST_BYTES = 1L << 30;
    private static final int UNSIGNED_BYTE = 8;

    /** The largest compression ratio of gzip. */
    private static final long GREATEST_RATIO = 1032;

    /**
     * Reads a file.
     *
     * @param file the file, plain or gzip
     * @param dimensions the required number of dimensions
     * @throws MissingInputException if it cannot be opened
     * @throws UnsupportedInputException if it is not an IDX file of bytes with that number of dimensions, or larger
     *     than 1 GiB
     * @throws CorruptInputException if it is damaged or its length does not match its sizes
     */
    static IdxArray read(Path file, int dimensions) {
        try (InputStream raw = Files.newInputStream(file)) {
            long size = Files.size(file);
            BufferedInputStream buffered = new BufferedInputStream(raw);
            buffered.mark(2);
            boolean packed = buffered.read() == 0x1f && buffered.read() == 0x8b;
            buffered.reset();
            InputStream in = packed ? new GZIPInputStream(buffered, 1 << 16) : buffered;
            return read(file, in, dimensions, packed ? Math.multiplyExact(size, GREATEST_RATIO) : size);
        } catch (ZipException e) {
            throw new CorruptInputException(
                    file + ": damaged gzip file: " + MessageText.of(String.valueOf(e.getMessage())), e);
        } catch (EOFException e) {
            throw new CorruptInputException(file + ": unexpected end of file (truncated?); copy it again", e);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + MessageText.of(e.toString()), e);
        }
    }

    private static IdxArray read(Path file, InputStream in, int dimensions, long mostPossible) throws IOException {
        byte[] magic = exactly(in, 4);
        if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTE || magic[3] != dimensions) {
            throw new UnsupportedInputException(file + ": begins with the bytes " + Arrays.toString(magic)
                    + ", expected [0, 0, 8, " + dimensions + "] of an IDX file of bytes with " + dimensions
                    + " dimension" + (dimensions == 1 ? "" : "s"));
        }
        ByteBuffer header = ByteBuffer.wrap(exactly(in, 4 * dimensions));
        int[] shape = new int[dimensions];
        long total = 1;
        for (int i = 0; i < dimensions; i++) {
            shape[i] = header.getInt();
            if (shape[i] < 1) {
                throw new CorruptInputException(file + ": size " + Integer.toUnsignedLong(shape[i]) + " of dimension "
                        + i + ", expected 1 to " + Integer.MAX_VALUE);
            }
            total = Math.min(total, MOST_BYTES + 1) * shape[i];
        }
        if (total > MOST_BYTES) {
            throw new UnsupportedInputException(file + ": sizes " + Arrays.toString(shape)
                    + "; this tool reads IDX files of at most " + MOST_BYTES + " bytes");
        }
        if (total > mostPossible) {
            throw new CorruptInputException(file + ": sizes " + Arrays.toString(shape) + " need " + total
                    + " bytes, more than the file can contain (truncated?)");
        }
        byte[] values = exactly(in, (int) total);
        if (in.read() >= 0) {
            throw new CorruptInputException(
                    file + ": more bytes than the " + total + " that its sizes " + Arrays.toString(shape) + " need");
        }
        return new IdxArray(shape, values);
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        if (in.readNBytes(bytes, 0, count) < count) {
            throw new EOFException();
        }
        return bytes;
    }
}
