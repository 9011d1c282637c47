package org.biggantune.archive.zip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.FileStamp;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/** A file open for reading at any position. Thread-safe; the caller closes it. */
public final class InputFile implements ElementSource, AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final long size;
    private final FileStamp stamp;

    private InputFile(Path path, FileChannel channel, long size, FileStamp stamp) {
        this.path = path;
        this.channel = channel;
        this.size = size;
        this.stamp = stamp;
    }

    /**
     * Opens a file.
     *
     * @throws MissingInputException if it does not exist or cannot be opened
     * @throws UnsupportedInputException if it is a folder, a pipe or a device
     * @throws CorruptInputException if it is empty
     */
    public static InputFile open(Path path) {
        if (!Files.exists(path)) {
            throw new MissingInputException(path + ": no such file; check the path");
        }
        if (Files.isDirectory(path)) {
            throw new UnsupportedInputException(path + ": is a folder, expected a file");
        }
        if (!Files.isRegularFile(path)) {
            throw new UnsupportedInputException(path + ": is a pipe or device, expected a regular file");
        }
        FileChannel channel = null;
        try {
            FileStamp stamp = FileStamp.of(path);
            channel = FileChannel.open(path, StandardOpenOption.READ);
            long size = channel.size();
            if (size == 0) {
                throw new CorruptInputException(path + ": is empty, expected a file with content; copy it again");
            }
            InputFile file = new InputFile(path, channel, size, stamp);
            channel = null;
            return file;
        } catch (IOException e) {
            throw new MissingInputException(
                    path + ": cannot be opened: " + MessageText.of(e.toString()) + "; check its permissions", e);
        } finally {
            closeQuietly(channel);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    public long size() {
        return size;
    }

    public FileChannel channel() {
        if (!channel.isOpen()) {
            throw new IllegalStateException(path + " was closed");
        }
        return channel;
    }

    @Override
    public ByteBuffer read(long position, int count) {
        if (position < 0 || count < 0 || position > size - count) {
            throw new CorruptInputException(path + ": " + count + " bytes at " + position + " are outside the file of "
                    + size + " bytes (truncated?)");
        }
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        readInto(buffer, position);
        return buffer;
    }

    /** Fills the buffer from a position and flips it. */
    void readInto(ByteBuffer buffer, long position) {
        long at = position;
        try {
            while (buffer.hasRemaining()) {
                int count = channel().read(buffer, at);
                if (count < 0) {
                    throw new CorruptInputException(
                            path + ": ends at byte " + at + " while it is being read (truncated?)");
                }
                at += count;
            }
        } catch (IOException e) {
            throw new CorruptInputException(path + ": reading failed: " + MessageText.of(e.toString()), e);
        }
        buffer.flip();
    }

    /**
     * Requires that the file was neither modified nor replaced since it was opened; call before publishing anything
     * derived from it.
     *
     * @throws SettingsConflictException if it was
     */
    public void requireUntouched() {
        try {
            if (stamp.sameTimes(FileStamp.of(path))) {
                return;
            }
        } catch (IOException e) {
            // The file is gone, which is reported like any other change.
        }
        throw new SettingsConflictException(path + ": changed while it was read; run again once it is complete");
    }

    /** Returns a range of the content as a stream, which need not be closed. */
    public InputStream stream(long position, long count) {
        long end = position + count;
        return new InputStream() {
            private long at = position;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                int got = (int) Math.min(length, end - at);
                readInto(ByteBuffer.wrap(target, offset, got), at);
                at += got;
                return got == 0 && length > 0 ? -1 : got;
            }
        };
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Closing a file that was only read loses nothing.
        }
    }
}
