package org.biggantune.archive.array;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipRecord;
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
        Optional<ZipRecord> entry = archive.find(name + NpyContent.SUFFIX);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        try (NpyContent content = NpyContent.of(archive, entry.get())) {
            return Optional.of(content.read());
        }
    }

    /**
     * Writes arrays like {@code numpy.savez_compressed}, atomically; equal arrays give equal files.
     *
     * @param path the file, replaced if it exists
     * @param arrays the arrays by name, in the order of the file
     */
    public static void write(Path path, Map<String, NpyArray> arrays) {
        AtomicFile.write(path, channel -> {
            // Not closed, because that would close the borrowed channel.
            @SuppressWarnings("resource")
            ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel));
            for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
                add(zip, array.getKey(), array.getValue());
            }
            zip.finish();
            zip.flush();
        });
    }

    private static void add(ZipOutputStream zip, String name, NpyArray array) throws IOException {
        ZipEntry entry = new ZipEntry(name + NpyContent.SUFFIX);
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        zip.putNextEntry(entry);
        zip.write(NpyFile.head(array.type(), array.shape()).array());
        zip.write(array.data());
        zip.closeEntry();
    }

    @Override
    public void close() {
        archive.close();
    }
}
