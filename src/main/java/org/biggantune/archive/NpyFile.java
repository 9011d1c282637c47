package org.biggantune.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.domain.UnsupportedInputException;
import org.biggantune.io.AtomicFile;

/**
 * NumPy's {@code .npy} format: {@code 0x93 'NUMPY' major minor, header length (2 bytes in version 1, 4 in 2 and 3,
 * little-endian), header text, elements}. Versions 1 to 3 are read, either byte order, either index order; version 1.0
 * in little-endian row-major order is written.
 */
public final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10;
    private static final int MAX_HEADER = 1 << 16;

    private NpyFile() {}

    /**
     * Reads an array.
     *
     * @param path a {@code .npy} file
     * @return the array, row-major whatever the file's order
     * @throws org.biggantune.domain.MissingInputException when the file is not there
     * @throws CorruptInputException when it is truncated, has bytes left over, or a damaged header
     * @throws UnsupportedInputException when it is no {@code .npy} file, or of a type or size that is not read
     */
    public static NpyArray read(Path path) {
        try (InputFile file = InputFile.open(path)) {
            FileKind kind = FileKind.of(file);
            if (kind != FileKind.NPY) {
                throw kind.unexpected(path, "a NumPy .npy array");
            }
            return read(file);
        }
    }

    /**
     * Writes an array, atomically.
     *
     * @param path the file, replaced when it is there
     * @param array any array but of bfloat16
     */
    public static void write(Path path, NpyArray array) {
        String text = NpyHeader.text(array);
        int length = PREFIX + text.length() + 1;
        String padded = text + " ".repeat(Math.floorMod(-length, ALIGNMENT)) + "\n";
        ByteBuffer head = ByteBuffer.allocate(PREFIX + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        head.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded.length());
        head.put(padded.getBytes(StandardCharsets.ISO_8859_1)).flip();
        ByteBuffer data = ByteBuffer.wrap(array.data());
        AtomicFile.write(path, channel -> {
            while (head.hasRemaining()) {
                channel.write(head);
            }
            while (data.hasRemaining()) {
                channel.write(data);
            }
        });
    }

    private static NpyArray read(InputFile file) {
        int major = file.read(6, 1).get(0);
        if (major < 1 || major > 3) {
            throw new UnsupportedInputException(
                    file.path() + ": is a .npy file of version " + major + ", expected 1, 2 or 3");
        }
        long length = major == 1
                ? file.read(8, 2).getShort(0) & 0xffff
                : file.read(8, 4).getInt(0) & 0xffffffffL;
        long start = major == 1 ? PREFIX : PREFIX + 2;
        if (length > MAX_HEADER || length > file.size() - start) {
            throw new CorruptInputException(file.path() + ": its header has " + length + " bytes, the file only "
                    + (file.size() - start) + " (truncated?)");
        }
        byte[] text = file.read(start, (int) length).array();
        NpyHeader header = NpyHeader.parse(file.path(), new String(text, StandardCharsets.UTF_8));
        int size = checkedSize(file, header, start + length);
        byte[] data = file.read(start + length, size).array();
        if (header.bigEndian()) {
            swap(data, header.type().bytes());
        }
        byte[] ordered = header.fortranOrder() ? rowMajor(header, data) : data;
        return new NpyArray(header.shape(), header.type(), ordered);
    }

    private static int checkedSize(InputFile file, NpyHeader header, long start) {
        long available = file.size() - start;
        long bytes = header.type().bytes();
        try {
            for (long size : header.shape()) {
                bytes = Math.multiplyExact(bytes, size);
            }
        } catch (ArithmeticException e) {
            throw new CorruptInputException(
                    file.path() + ": its shape " + Arrays.toString(header.shape()) + " is impossible", e);
        }
        if (bytes != available) {
            throw new CorruptInputException(file.path() + ": shape " + Arrays.toString(header.shape()) + " of "
                    + header.type().label() + " needs " + bytes + " bytes, the file has " + available
                    + (bytes > available ? " (truncated?)" : " (extended?)"));
        }
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new UnsupportedInputException(file.path() + ": has " + bytes + " bytes of elements, at most "
                    + (Integer.MAX_VALUE - 8) + " can be read");
        }
        return (int) bytes;
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

    /** Column-major to row-major: the element at row-major index n of the result, counted up like an odometer. */
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
}
