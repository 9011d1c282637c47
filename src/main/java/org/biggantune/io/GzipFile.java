package org.biggantune.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;

/** Files compressed by gzip (RFC 1952). */
public final class GzipFile {
    /** The usual file extension. */
    public static final String ENDING = ".gz";

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int FIRST = 0x1f;
    private static final int SECOND = 0x8b;

    private GzipFile() {}

    /**
     * Whether a file begins with the magic bytes of gzip.
     *
     * @throws MissingInputException if it cannot be read
     */
    public static boolean is(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == FIRST && in.read() == SECOND;
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Decompresses a file atomically, verifying its checksum.
     *
     * @throws CorruptInputException if it is damaged or truncated
     * @throws org.biggantune.domain.failure.BigganTuneException if the result cannot be written
     */
    public static void unpack(Path file, Path target) {
        AtomicFile.write(target, channel -> unpack(file, channel));
    }

    private static void unpack(Path file, FileChannel channel) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream packed = Files.newInputStream(file);
                InputStream in = opened(file, packed)) {
            while (true) {
                int count;
                try {
                    count = in.read(buffer);
                } catch (ZipException | EOFException e) {
                    throw damaged(file, e);
                }
                if (count < 0) {
                    return;
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
    }

    private static InputStream opened(Path file, InputStream packed) throws IOException {
        try {
            return new GZIPInputStream(packed, BUFFER_BYTES);
        } catch (ZipException | EOFException e) {
            throw damaged(file, e);
        }
    }

    private static CorruptInputException damaged(Path file, IOException e) {
        return new CorruptInputException(file + ": damaged gzip file: " + e.getMessage(), e);
    }
}
