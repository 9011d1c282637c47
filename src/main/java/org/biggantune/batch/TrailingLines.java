package org.biggantune.batch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.io.MessageText;

/** Finds the lines at the end of a file that begin alike, read backwards: the file may be much longer than they are. */
public final class TrailingLines {
    private static final int BLOCK = 1 << 16;

    private final byte[] prefix;

    /** Lines that begin with a text. */
    public TrailingLines(String prefix) {
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Where they begin.
     *
     * @param file a file of lines, each ended by a line feed
     * @param end the end of a line in it, as a count of bytes; what stands behind is not looked at
     * @return the place of the first of the last lines that all begin with the text; {@code end} where the last does not
     * @throws CorruptInputException if the file is shorter, or cannot be read
     */
    public long start(Path file, long end) {
        try (FileChannel channel = FileChannel.open(file)) {
            return start(channel, end);
        } catch (IOException e) {
            throw new CorruptInputException(
                    file + ": its lines cannot be read: " + MessageText.of(String.valueOf(e.getMessage())), e);
        }
    }

    private long start(FileChannel channel, long end) throws IOException {
        int size = BLOCK;
        long at = end;
        while (at > 0) {
            byte[] block = read(channel, Math.max(0, at - size), at);
            long from = at - block.length;
            int stop = block.length;
            // The line feed before a line; −1 stands for the beginning of the file.
            for (int feed = block.length - 2; feed >= -1; feed--) {
                if (feed >= 0 ? block[feed] == '\n' : from == 0) {
                    if (!begins(block, feed + 1, stop)) {
                        return from + stop;
                    }
                    stop = feed + 1;
                }
            }
            // A line that is longer than a block.
            size = stop == block.length ? Math.multiplyExact(size, 2) : BLOCK;
            at = from + stop;
        }
        return 0;
    }

    private boolean begins(byte[] block, int from, int to) {
        return to - from >= prefix.length && Arrays.equals(block, from, from + prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] read(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer block = ByteBuffer.allocate((int) (to - from));
        while (block.hasRemaining()) {
            if (channel.read(block, from + block.position()) < 0) {
                throw new EOFException("it has " + channel.size() + " bytes, expected at least " + to);
            }
        }
        return block.array();
    }
}
