package org.biggantune.archive.array;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.biggantune.archive.scalar.ScalarDecoder;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.archive.zip.InputFile;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipEntryStream;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * A {@code .npy} array being read: first its header, checked against the file's size before memory is allocated; then
 * its elements once, all together or in pieces. The caller closes it.
 */
public final class NpyContent implements AutoCloseable {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    static final String SUFFIX = ".npy";

    /** The number of bytes before the header's text in version 1. */
    static final int PREFIX = 10;

    private static final int MAX_HEADER = 1 << 16;

    /** The limit of element bytes in memory for compressed entries, which a small file could inflate to any size. */
    private static final int MAX_INFLATED = 1 << 30;

    private static final int MAX_STORED = Integer.MAX_VALUE - 8;
    private static final int PIECE_BYTES = 1 << 16;

    private final String label;
    private final InputStream in;
    private final int most;
    private final NpyHeader header;
    private final long bytes;
    private long consumed;

    private NpyContent(String label, InputStream in, long size, int most) {
        this.label = label;
        this.in = in;
        this.most = most;
        this.header = readHeader(size);
        this.bytes = bytes(header);
        long available = size - consumed;
        if (bytes != available) {
            throw new CorruptInputException(label + ": shape " + Arrays.toString(header.shape()) + " of "
                    + header.type().label() + " needs " + bytes + " bytes, the file has " + available
                    + (bytes > available ? " (truncated?)" : " (extended?)"));
        }
    }

    /** Opens a {@code .npy} file. */
    public static NpyContent of(InputFile file) {
        return new NpyContent(file.path().toString(), file.stream(0, file.size()), file.size(), MAX_STORED);
    }

    /** Opens an array in a {@code .npz} file. */
    public static NpyContent of(ZipArchiveFile archive, ZipRecord entry) {
        String label = archive.path() + ": array " + MessageText.quoted(name(entry));
        ZipEntryStream stream = archive.stream(entry);
        boolean opened = false;
        try {
            NpyContent content =
                    new NpyContent(label, stream, entry.size(), entry.isStored() ? MAX_STORED : MAX_INFLATED);
            opened = true;
            return content;
        } finally {
            if (!opened) {
                stream.close();
            }
        }
    }

    /** Returns an array's name in a {@code .npz} file. */
    static String name(ZipRecord entry) {
        return entry.name().substring(0, entry.name().length() - SUFFIX.length());
    }

    /** Returns type and shape from the header. */
    public ArrayDescription description() {
        return new ArrayDescription(header.type(), header.shape());
    }

    /**
     * Reads the elements, row-major and little-endian.
     *
     * @throws CorruptInputException if the content is damaged
     * @throws UnsupportedInputException if there are too many
     */
    public NpyArray read() {
        if (bytes > most) {
            throw new UnsupportedInputException(
                    label + ": has " + bytes + " bytes of elements, at most " + most + " can be read");
        }
        byte[] data = next((int) bytes);
        requireEnd();
        if (header.bigEndian()) {
            swap(data, header.type().bytes());
        }
        return new NpyArray(header.shape(), header.type(), header.fortranOrder() ? rowMajor(header, data) : data);
    }

    /**
     * Reads the elements as float32 piece by piece, so that they need not fit into memory.
     *
     * @param taker gets the pieces, in row-major order
     * @throws CorruptInputException if the content is damaged, after the pieces before the damage
     * @throws UnsupportedInputException if they are in another order
     */
    public void floats(Consumer<float[]> taker) {
        if (header.fortranOrder() && header.shape().length > 1) {
            throw new UnsupportedInputException(label + ": is in Fortran's order, expected C's");
        }
        int width = header.type().bytes();
        ByteBuffer piece =
                ByteBuffer.allocate((int) Math.min(PIECE_BYTES, bytes)).order(order());
        for (long left = bytes; left > 0; left -= piece.capacity()) {
            float[] elements = new float[(int) Math.min(piece.capacity(), left) / width];
            fill(piece.array(), elements.length * width);
            for (int i = 0; i < elements.length; i++) {
                elements[i] = ScalarDecoder.single(header.type(), piece, i * width);
            }
            taker.accept(elements);
        }
        requireEnd();
    }

    private ByteOrder order() {
        return header.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Reads all elements without keeping them and counts NaN and infinite ones; 0 for integers. */
    public long notFinite() {
        ScalarType type = header.type();
        long found = 0;
        byte[] piece = new byte[(int) Math.min(PIECE_BYTES, bytes)];
        ByteBuffer elements = ByteBuffer.wrap(piece).order(order());
        for (long left = bytes; left > 0; left -= piece.length) {
            int count = (int) Math.min(piece.length, left);
            fill(piece, count);
            found += type.isFloating() ? ScalarDecoder.notFinite(type, elements, count / type.bytes()) : 0;
        }
        requireEnd();
        return found;
    }

    private NpyHeader readHeader(long size) {
        byte[] magic = next(MAGIC.length);
        int major = next(2)[0];
        if (!Arrays.equals(magic, MAGIC)) {
            throw new CorruptInputException(label + ": does not begin like a .npy array (damaged?)");
        }
        if (major < 1 || major > 3) {
            throw new UnsupportedInputException(
                    label + ": is a .npy file of version " + major + ", expected 1, 2 or 3");
        }
        ByteBuffer field = ByteBuffer.wrap(next(major == 1 ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        long length = major == 1 ? field.getShort(0) & 0xffff : field.getInt(0) & 0xffffffffL;
        if (length > MAX_HEADER || length > size - consumed) {
            throw new CorruptInputException(label + ": its header has " + length + " bytes, the file only "
                    + (size - consumed) + " (truncated?)");
        }
        return NpyHeader.parse(label, new String(next((int) length), StandardCharsets.UTF_8));
    }

    private long bytes(NpyHeader described) {
        try {
            return Arrays.stream(described.shape()).reduce(described.type().bytes(), Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw new CorruptInputException(
                    label + ": its shape " + Arrays.toString(described.shape()) + " is impossible", e);
        }
    }

    private byte[] next(int count) {
        byte[] content = new byte[count];
        fill(content, count);
        return content;
    }

    private void fill(byte[] content, int count) {
        try {
            if (in.readNBytes(content, 0, count) < count) {
                throw new CorruptInputException(label + ": ends within its header (truncated?)");
            }
        } catch (IOException e) {
            throw new CorruptInputException(label + ": reading failed: " + MessageText.of(e.toString()), e);
        }
        consumed += count;
    }

    /** Reads to the end of the stream, where the stream checks its content. */
    private void requireEnd() {
        try {
            if (in.read() >= 0) {
                throw new CorruptInputException(label + ": has data after its end");
            }
        } catch (IOException e) {
            throw new CorruptInputException(label + ": reading failed: " + MessageText.of(e.toString()), e);
        }
    }

    private static void swap(byte[] data, int width) {
        for (int at = 0; at < data.length; at += width) {
            for (int i = 0; i < width / 2; i++) {
                byte low = data[at + i];
                data[at + i] = data[at + width - 1 - i];
                data[at + width - 1 - i] = low;
            }
        }
    }

    /** Converts column-major to row-major order. */
    private static byte[] rowMajor(NpyHeader header, byte[] data) {
        long[] shape = header.shape();
        int width = header.type().bytes();
        int count = data.length / width;
        byte[] ordered = new byte[data.length];
        int[] index = new int[shape.length];
        for (int n = 0; n < count; n++) {
            int from = 0;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                from = from * (int) shape[axis] + index[axis];
            }
            System.arraycopy(data, from * width, ordered, n * width, width);
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return ordered;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // Closing a file that was only read loses nothing.
        }
    }
}
