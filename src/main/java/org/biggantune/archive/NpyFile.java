package org.biggantune.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.domain.UnsupportedInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.MessageText;

/**
 * NumPy's {@code .npy} format, also inside {@code .npz} files: {@code 0x93 'NUMPY' major minor, header length (2 bytes in version 1, 4 in 2 and 3,
 * little-endian), header text, elements}. Versions 1 to 3 are read, either byte order, either index order; version 1.0
 * in little-endian row-major order is written.
 */
public final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10;
    private static final int MAX_HEADER = 1 << 16;

    private static final String EXPECTED = "a NumPy .npy array or .npz archive";
    private static final String SUFFIX = ".npy";
    private static final int MAX_ENTRY = 1 << 30;
    private static final int LISTED = 4;

    private NpyFile() {}

    /** Where an array's bytes are. */
    @FunctionalInterface
    private interface Bytes {
        ByteBuffer read(long position, int count);
    }

    /**
     * Reads an array.
     *
     * @param path a {@code .npy} file, or a {@code .npz} file of one array
     * @return the array, row-major whatever the file's order
     * @throws org.biggantune.domain.MissingInputException when the file is not there
     * @throws CorruptInputException when it is truncated, has bytes left over, or a damaged header
     * @throws UnsupportedInputException when it is no {@code .npy} file, or of a type or size that is not read
     */
    public static NpyArray read(Path path) {
        try (InputFile file = InputFile.open(path)) {
            return read(file);
        }
    }

    /**
     * Reads all arrays of a {@code .npz} file: a zip file, compressed or not, whose entries are {@code .npy} files.
     *
     * @param path the file
     * @return the arrays by name, in the file's order
     * @throws org.biggantune.domain.MissingInputException when the file is not there
     * @throws CorruptInputException when it is damaged, or an array has more than 1 GiB
     * @throws UnsupportedInputException when it holds something else
     */
    public static Map<String, NpyArray> readAll(Path path) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        try (ZipArchiveFile archive = ZipArchiveFile.open(path)) {
            for (ZipRecord entry : archive.entries()) {
                if (!entry.name().endsWith(SUFFIX)) {
                    throw new UnsupportedInputException(
                            path + ": entry " + MessageText.quoted(entry.name()) + " is no .npy array");
                }
                arrays.put(name(entry), decoded(archive, entry));
            }
        }
        return arrays;
    }

    /**
     * Whether a file is a {@code .npz} file: a zip file in which every entry is named {@code .npy}.
     *
     * @param path an existing file
     * @return false for files of any other kind
     * @throws CorruptInputException when it starts as a zip file but is truncated or damaged
     */
    public static boolean isNpz(Path path) {
        try (InputFile file = InputFile.open(path)) {
            if (FileKind.of(file) != FileKind.ZIP) {
                return false;
            }
            // Closing the file closes all there is to this view of it.
            @SuppressWarnings("resource")
            ZipArchiveFile archive = new ZipArchiveFile(file);
            return areArrays(archive.entries());
        }
    }

    static boolean areArrays(List<ZipRecord> entries) {
        return !entries.isEmpty()
                && entries.stream().allMatch(entry -> entry.name().endsWith(SUFFIX));
    }

    /**
     * Writes an array, atomically.
     *
     * @param path the file, replaced when it is there
     * @param array any array but of bfloat16
     */
    public static void write(Path path, NpyArray array) {
        ByteBuffer data = ByteBuffer.wrap(array.data());
        AtomicFile.write(path, channel -> {
            writeAll(channel, head(array.type(), array.shape()));
            writeAll(channel, data);
        });
    }

    /**
     * Writes an array of float32 whose elements come some at a time, atomically, so that it need not fit the memory.
     *
     * @param path the file, replaced when it is there
     * @param shape sizes whose product is the number of elements
     * @param source is given who takes the elements, in row-major order
     * @throws IllegalStateException when other than as many elements came; what the source throws is passed on
     */
    public static void writeFloats(Path path, long[] shape, Consumer<Consumer<float[]>> source) {
        long expected = Arrays.stream(shape).reduce(Float.BYTES, Math::multiplyExact);
        AtomicFile.write(path, channel -> {
            writeAll(channel, head(ScalarType.FLOAT32, shape));
            long begin = channel.position();
            try {
                source.accept(elements -> writeUnchecked(channel, elements));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            if (channel.position() - begin != expected) {
                throw new IllegalStateException(
                        channel.position() - begin + " bytes for shape " + Arrays.toString(shape));
            }
        });
    }

    private static void writeUnchecked(FileChannel channel, float[] elements) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(elements.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(elements);
        try {
            writeAll(channel, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer head(ScalarType type, long[] shape) {
        String text = NpyHeader.text(type, shape);
        int length = PREFIX + text.length() + 1;
        String padded = text + " ".repeat(Math.floorMod(-length, ALIGNMENT)) + "\n";
        ByteBuffer head = ByteBuffer.allocate(PREFIX + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        head.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded.length());
        return head.put(padded.getBytes(StandardCharsets.ISO_8859_1)).flip();
    }

    static NpyArray read(InputFile file) {
        FileKind kind = FileKind.of(file);
        return switch (kind) {
            case NPY -> decoded(file.path().toString(), file::read, file.size());
            case ZIP -> only(file);
            default -> throw kind.unexpected(file.path(), EXPECTED);
        };
    }

    private static NpyArray only(InputFile file) {
        // Closing the file closes all there is to this view of it.
        @SuppressWarnings("resource")
        ZipArchiveFile archive = new ZipArchiveFile(file);
        List<ZipRecord> entries = archive.entries();
        if (entries.size() == 1 && entries.get(0).name().endsWith(SUFFIX)) {
            return decoded(archive, entries.get(0));
        }
        if (!areArrays(entries)) {
            throw FileKind.ZIP.unexpected(file.path(), EXPECTED);
        }
        String names = entries.stream().limit(LISTED).map(ZipRecord::name).collect(Collectors.joining(", "));
        throw new UnsupportedInputException(file.path() + ": holds " + entries.size() + " entries ("
                + MessageText.of(names) + "), expected one array; save that array alone with numpy.save");
    }

    static NpyArray decoded(ZipArchiveFile archive, ZipRecord entry) {
        ByteBuffer content = ByteBuffer.wrap(archive.read(entry, MAX_ENTRY)).order(ByteOrder.LITTLE_ENDIAN);
        String label = archive.path() + ": array " + MessageText.quoted(name(entry));
        return decoded(label, (position, count) -> slice(label, content, position, count), content.limit());
    }

    private static ByteBuffer slice(String label, ByteBuffer content, long position, int count) {
        if (position > content.limit() - count) {
            throw new CorruptInputException(label + ": ends within its header (truncated?)");
        }
        return ByteBuffer.wrap(content.array(), (int) position, count).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String name(ZipRecord entry) {
        return entry.name().substring(0, entry.name().length() - SUFFIX.length());
    }

    private static NpyArray decoded(String label, Bytes file, long fileSize) {
        byte[] magic = bytes(file, 0, MAGIC.length);
        int major = file.read(MAGIC.length, 1).get(0);
        if (!Arrays.equals(magic, MAGIC) || major < 1 || major > 3) {
            throw new UnsupportedInputException(
                    label + ": is a .npy file of version " + major + ", expected 1, 2 or 3");
        }
        long length = major == 1
                ? file.read(8, 2).getShort(0) & 0xffff
                : file.read(8, 4).getInt(0) & 0xffffffffL;
        long start = major == 1 ? PREFIX : PREFIX + 2;
        if (length > MAX_HEADER || length > fileSize - start) {
            throw new CorruptInputException(label + ": its header has " + length + " bytes, the file only "
                    + (fileSize - start) + " (truncated?)");
        }
        NpyHeader header = NpyHeader.parse(label, new String(bytes(file, start, (int) length), StandardCharsets.UTF_8));
        byte[] data = bytes(file, start + length, checkedSize(label, header, fileSize - start - length));
        if (header.bigEndian()) {
            swap(data, header.type().bytes());
        }
        byte[] ordered = header.fortranOrder() ? rowMajor(header, data) : data;
        return new NpyArray(header.shape(), header.type(), ordered);
    }

    private static byte[] bytes(Bytes file, long position, int count) {
        byte[] bytes = new byte[count];
        file.read(position, count).get(bytes);
        return bytes;
    }

    private static int checkedSize(String label, NpyHeader header, long available) {
        long bytes = header.type().bytes();
        try {
            for (long size : header.shape()) {
                bytes = Math.multiplyExact(bytes, size);
            }
        } catch (ArithmeticException e) {
            throw new CorruptInputException(
                    label + ": its shape " + Arrays.toString(header.shape()) + " is impossible", e);
        }
        if (bytes != available) {
            throw new CorruptInputException(label + ": shape " + Arrays.toString(header.shape()) + " of "
                    + header.type().label() + " needs " + bytes + " bytes, the file has " + available
                    + (bytes > available ? " (truncated?)" : " (extended?)"));
        }
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new UnsupportedInputException(label + ": has " + bytes + " bytes of elements, at most "
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
