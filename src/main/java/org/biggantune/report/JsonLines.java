package org.biggantune.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of JSON objects, one per line, in UTF-8, each line ended by a line feed.
 *
 * <p>{@link #write} returns after a line is handed to the operating system, so a killed run loses no written line. An
 * incomplete line of a killed run is removed when the file is opened again. One writer per file; calls from several
 * threads are serialised. The caller closes it.
 */
public final class JsonLines implements AutoCloseable {
    private static final ObjectWriter JSON = new JsonMapper().writer();
    private static final int BLOCK = 1 << 16;

    private final Path file;
    private final FileChannel channel;

    private JsonLines(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file for appending; creates it if missing, else keeps its complete lines.
     *
     * @param file the file, in an existing folder
     * @return the open file
     * @throws CannotCreateException if it cannot be created or opened for writing
     */
    public static JsonLines append(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.truncate(endOfLastLine(channel));
            channel.position(channel.size());
            return new JsonLines(file, channel);
        } catch (IOException e) {
            CannotCreateException failure = new CannotCreateException(
                    file + ": cannot be opened for writing: " + e.getClass().getSimpleName()
                            + "; expected a file in an existing, writable folder",
                    e);
            closeAfter(failure, channel);
            throw failure;
        }
    }

    private static void closeAfter(CannotCreateException failure, @Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** Returns the position after the last line feed, searching backwards block by block; 0 if there is none. */
    private static long endOfLastLine(FileChannel channel) throws IOException {
        long end = channel.size();
        while (end > 0) {
            long start = Math.max(0, end - BLOCK);
            ByteBuffer block = ByteBuffer.allocate((int) (end - start));
            while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
                // Reads may be short.
            }
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }

    /**
     * Writes one line.
     *
     * @param value a record, a map or a Jackson tree that is a JSON object
     * @throws WriteFailedException if writing fails, for example on a full disk; an incomplete line is removed
     * @throws IllegalArgumentException if the value is not a JSON object
     */
    public synchronized void write(Object value) {
        byte[] line = line(value);
        ByteBuffer bytes = ByteBuffer.wrap(line);
        try {
            long start = channel.position();
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                channel.truncate(start);
                throw e;
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Returns the length of the file in bytes, the position of the next line. */
    public synchronized long length() {
        try {
            return channel.position();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Removes all lines from a position on.
     *
     * @param length the position, an earlier result of {@link #length()}
     * @return false, without a change, if no line ends there
     * @throws WriteFailedException if the file cannot be truncated
     */
    public synchronized boolean cutTo(long length) {
        try {
            if (length < 0 || length > channel.size() || (length > 0 && !isLineFeed(length - 1))) {
                return false;
            }
            channel.truncate(length);
            channel.position(length);
            return true;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private boolean isLineFeed(long position) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        return channel.read(one, position) == 1 && one.get(0) == '\n';
    }

    /**
     * Appends the content of another file of lines.
     *
     * @param lines a file that ends with a line feed
     * @throws WriteFailedException if writing or reading fails; this file is then unchanged
     */
    public synchronized void appendLines(Path lines) {
        try (FileChannel source = FileChannel.open(lines)) {
            long start = channel.position();
            try {
                long size = source.size();
                for (long at = 0; at < size; ) {
                    at += source.transferTo(at, size - at, channel);
                }
            } catch (IOException e) {
                channel.truncate(start);
                throw e;
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Forces all lines to the disk. */
    public synchronized void force() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static byte[] line(Object value) {
        try {
            byte[] json = JSON.writeValueAsBytes(value);
            if (json[0] != '{') {
                throw new IllegalArgumentException(value.getClass() + " is not a JSON object");
            }
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON", e);
        }
    }

    /**
     * Forces the lines to the disk and closes the file.
     *
     * @throws WriteFailedException if that fails
     */
    @Override
    public synchronized void close() {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            channel.force(true);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private WriteFailedException failed(IOException e) {
        return new WriteFailedException(
                file + ": writing a line failed: " + MessageText.of(String.valueOf(e.getMessage()))
                        + "; earlier lines are kept; check free space and quota and run again",
                e);
    }
}
