package org.biggantune.archive.array;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.io.AtomicFile;

/**
 * NumPy's {@code .npz} format: a zip file of {@code .npy} arrays, each named {@code NAME.npy}. The caller closes it.
 */
public final class NpzFile implements AutoCloseable {
    private final ZipArchiveFile archive;

    private NpzFile(ZipArchiveFile archive) {
        this.archive = archive;
    }

    /**
     * Opens a file; arrays are read on demand.
     *
     * @throws org.biggantune.domain.failure.MissingInputException if it does not exist
     * @throws org.biggantune.domain.failure.CorruptInputException if it is truncated or damaged
     * @throws org.biggantune.domain.failure.UnsupportedInputException if it is not a zip file
     */
    public static NpzFile open(Path path) {
        return new NpzFile(ZipArchiveFile.open(path));
    }

    /**
     * Reads an array.
     *
     * @param name its name, without {@code .npy}
     * @return empty if there is no array with the name
     * @throws org.biggantune.domain.failure.CorruptInputException if it is damaged
     */
    public Optional<NpyArray> read(String name) {
        return content(name).map(opened -> {
            try (opened) {
                return opened.read();
            }
        });
    }

    /**
     * Opens an array, to be read piece by piece. The caller closes it.
     *
     * @param name its name, without {@code .npy}
     * @return empty if there is no array with the name
     * @throws org.biggantune.domain.failure.CorruptInputException if its header is damaged
     */
    public Optional<NpyContent> content(String name) {
        return archive.find(name + NpyContent.SUFFIX).map(entry -> NpyContent.of(archive, entry));
    }

    /**
     * Writes arrays like {@code numpy.savez_compressed}, atomically; equal arrays give equal files.
     *
     * @param path the file, replaced if it exists
     * @param arrays the arrays by name, in the order of the file
     */
    public static void write(Path path, Map<String, NpyArray> arrays) {
        write(path, Map.of(), arrays);
    }

    /**
     * A float32 array that need not fit into memory.
     *
     * @param shape its shape
     * @param source passes the elements to its argument, in row-major order; its exceptions are rethrown
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to the writer, never compared
    public record Floats(long[] shape, Consumer<Consumer<float[]>> source) {}

    /**
     * Writes arrays likewise.
     *
     * @param large the first arrays
     * @param others the arrays after them
     * @throws IllegalStateException if the number of elements does not match the shape
     */
    public static void write(Path path, Map<String, Floats> large, Map<String, NpyArray> others) {
        AtomicFile.write(path, channel -> {
            // Not closed, because that would close the borrowed channel.
            @SuppressWarnings("resource")
            ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel));
            for (Map.Entry<String, Floats> array : large.entrySet()) {
                Floats floats = array.getValue();
                add(
                        zip,
                        array.getKey(),
                        ScalarType.FLOAT32,
                        floats.shape(),
                        () -> NpyFile.writePieces(floats.shape(), floats.source(), bytes -> zip.write(bytes.array())));
            }
            for (Map.Entry<String, NpyArray> one : others.entrySet()) {
                NpyArray array = one.getValue();
                add(zip, one.getKey(), array.type(), array.shape(), () -> zip.write(array.data()));
            }
            zip.finish();
            zip.flush();
        });
    }

    private interface Elements {
        void write() throws IOException;
    }

    private static void add(ZipOutputStream zip, String name, ScalarType type, long[] shape, Elements elements)
            throws IOException {
        ZipEntry entry = new ZipEntry(name + NpyContent.SUFFIX);
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        zip.putNextEntry(entry);
        zip.write(NpyFile.head(type, shape).array());
        elements.write();
        zip.closeEntry();
    }

    @Override
    public void close() {
        archive.close();
    }
}
