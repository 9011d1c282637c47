package org.biggantune.archive.array;

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
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.archive.zip.FileKind;
import org.biggantune.archive.zip.InputFile;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.MessageText;

/**
 * Reads and writes NumPy's {@code .npy} format, also inside {@code .npz} files: {@code 0x93 'NUMPY' major minor, header
 * length (2 bytes in version 1, 4 in 2 and 3, little-endian), header text, elements}. Reads versions 1 to 3 in either
 * byte order and index order; writes version 1.0, little-endian and row-major.
 */
public final class NpyFile {
    private static final int ALIGNMENT = 64;

    private static final String EXPECTED = "a NumPy .npy array or .npz archive";
    private static final String SUFFIX = NpyContent.SUFFIX;
    private static final int LISTED = 4;

    private NpyFile() {}

    /**
     * Reads an array.
     *
     * @param path a {@code .npy} file, or a {@code .npz} file with one array
     * @return the array, row-major whatever the file's order
     * @throws org.biggantune.domain.failure.MissingInputException if the file does not exist
     * @throws CorruptInputException if it is truncated or too long, or its header is damaged
     * @throws UnsupportedInputException if it is not a {@code .npy} file, or its type or size is not supported
     */
    public static NpyArray read(Path path) {
        try (InputFile file = InputFile.open(path)) {
            return read(file);
        }
    }

    /**
     * Reads the headers of all arrays in a {@code .npz} file, compressed or not.
     *
     * @param path the file
     * @return the arrays by name, in the file's order
     * @throws org.biggantune.domain.failure.MissingInputException if the file does not exist
     * @throws CorruptInputException if a header is damaged or contradicts its entry's size
     * @throws UnsupportedInputException if it contains anything else
     */
    public static Map<String, ArrayDescription> describeAll(Path path) {
        Map<String, ArrayDescription> arrays = new LinkedHashMap<>();
        try (ZipArchiveFile archive = ZipArchiveFile.open(path)) {
            for (ZipRecord entry : archive.entries()) {
                if (!entry.name().endsWith(SUFFIX)) {
                    throw new UnsupportedInputException(
                            path + ": entry " + MessageText.quoted(entry.name()) + " is not a .npy array");
                }
                try (NpyContent content = NpyContent.of(archive, entry)) {
                    arrays.put(NpyContent.name(entry), content.description());
                }
            }
        }
        return arrays;
    }

    /**
     * Reads the header of a {@code .npy} file and checks it against the file's size.
     *
     * @param path the file
     * @throws org.biggantune.domain.failure.MissingInputException if the file does not exist
     * @throws CorruptInputException if it is truncated or too long, or its header is damaged
     * @throws UnsupportedInputException if it is not a {@code .npy} file
     */
    public static ArrayDescription describe(Path path) {
        try (InputFile file = InputFile.open(path)) {
            FileKind kind = FileKind.of(file);
            if (kind != FileKind.NPY) {
                throw kind.unexpected(path, "a NumPy .npy array");
            }
            try (NpyContent content = NpyContent.of(file)) {
                return content.description();
            }
        }
    }

    /**
     * Whether a file is a {@code .npz} file: a zip file with only {@code .npy} entries.
     *
     * @param path an existing file
     * @return false for files of any other kind
     * @throws CorruptInputException if it begins like a zip file but is truncated or damaged
     */
    public static boolean isNpz(Path path) {
        return ZipArchiveFile.isOne(path, archive -> areArrays(archive.entries()));
    }

    /**
     * Whether a file is a {@code .npy} file by its first bytes.
     *
     * @param path an existing file
     */
    public static boolean isNpy(Path path) {
        try (InputFile file = InputFile.open(path)) {
            return FileKind.of(file) == FileKind.NPY;
        }
    }

    /** Whether all entries of a zip file are {@code .npy} arrays; false without entries. */
    public static boolean areArrays(List<ZipRecord> entries) {
        return !entries.isEmpty()
                && entries.stream().allMatch(entry -> entry.name().endsWith(SUFFIX));
    }

    /**
     * Writes an array atomically.
     *
     * @param path the file, replaced if it exists
     * @param array an array of any type but bfloat16
     */
    public static void write(Path path, NpyArray array) {
        ByteBuffer data = array.bytes();
        AtomicFile.write(path, channel -> {
            writeAll(channel, head(array.type(), array.shape()));
            writeAll(channel, data);
        });
    }

    /**
     * Writes a float32 array piece by piece, atomically, so that it need not fit into memory.
     *
     * @param path the file, replaced if it exists
     * @param shape the shape
     * @param source passes the elements to its argument, in row-major order; its exceptions are rethrown
     * @throws IllegalStateException if the number of elements does not match the shape
     */
    public static void writeFloats(Path path, long[] shape, Consumer<Consumer<float[]>> source) {
        AtomicFile.write(path, channel -> {
            writeAll(channel, head(ScalarType.FLOAT32, shape));
            writePieces(shape, source, bytes -> writeAll(channel, bytes));
        });
    }

    /** Where the bytes of an array go. */
    interface Output {
        /** Writes a whole buffer, which has an array. */
        void write(ByteBuffer bytes) throws IOException;
    }

    /**
     * Writes the elements of a float32 array piece by piece.
     *
     * @throws IllegalStateException if their number does not match the shape
     */
    static void writePieces(long[] shape, Consumer<Consumer<float[]>> source, Output output) throws IOException {
        long[] written = {0};
        try {
            source.accept(elements -> {
                writeUnchecked(output, elements);
                written[0] += (long) Float.BYTES * elements.length;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (written[0] != Arrays.stream(shape).reduce(Float.BYTES, Math::multiplyExact)) {
            throw new IllegalStateException(written[0] + " bytes for shape " + Arrays.toString(shape));
        }
    }

    private static void writeUnchecked(Output output, float[] elements) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(elements.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(elements);
        try {
            output.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Returns all bytes before the elements. */
    static ByteBuffer head(ScalarType type, long[] shape) {
        String text = NpyHeader.text(type, shape);
        int length = NpyContent.PREFIX + text.length() + 1;
        String padded = text + " ".repeat(Math.floorMod(-length, ALIGNMENT)) + "\n";
        ByteBuffer head =
                ByteBuffer.allocate(NpyContent.PREFIX + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        head.put(NpyContent.MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded.length());
        return head.put(padded.getBytes(StandardCharsets.ISO_8859_1)).flip();
    }

    private static NpyArray read(InputFile file) {
        try (NpyContent content = open(file)) {
            return content.read();
        }
    }

    /** Opens the only array of a {@code .npy} or {@code .npz} file; the caller closes it. */
    public static NpyContent open(InputFile file) {
        FileKind kind = FileKind.of(file);
        return switch (kind) {
            case NPY -> NpyContent.of(file);
            case ZIP -> only(file);
            default -> throw kind.unexpected(file.path(), EXPECTED);
        };
    }

    private static NpyContent only(InputFile file) {
        // The zip view has no resources other than the file.
        @SuppressWarnings("resource")
        ZipArchiveFile archive = new ZipArchiveFile(file);
        List<ZipRecord> entries = archive.entries();
        if (entries.size() == 1 && entries.get(0).name().endsWith(SUFFIX)) {
            return NpyContent.of(archive, entries.get(0));
        }
        if (!areArrays(entries)) {
            throw FileKind.ZIP.unexpected(file.path(), EXPECTED);
        }
        String names = entries.stream().limit(LISTED).map(ZipRecord::name).collect(Collectors.joining(", "));
        throw new UnsupportedInputException(file.path() + ": holds " + entries.size() + " entries ("
                + MessageText.of(names) + "), expected one array; save that array alone with numpy.save");
    }
}
