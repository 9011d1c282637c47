package org.biggantune.archive.zip;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * A zip file open for reading, its table of contents checked and every content checked against its CRC-32 before it is
 * handed out. Safe for use by several threads. Close it; using it afterwards is an {@link IllegalStateException}.
 */
public final class ZipArchiveFile implements AutoCloseable {
    private static final int MAX_INFLATED = 1 << 30;
    /** DEFLATE's best: 258 bytes for two bits. */
    private static final long MOST_INFLATION = 1032;

    private final InputFile file;
    private final Map<String, ZipRecord> entries = new LinkedHashMap<>();
    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    public ZipArchiveFile(InputFile file) {
        this.file = file;
        for (ZipRecord entry : ZipDirectoryReader.read(file)) {
            entries.put(entry.name(), entry);
        }
    }

    /**
     * Whether a file is a zip file, and of a certain sort.
     *
     * @param path an existing file
     * @param sort decides by the open zip file
     * @return false for files of any other kind
     * @throws org.biggantune.domain.failure.MissingInputException when the file is not there
     * @throws CorruptInputException when it starts as a zip file but is truncated or damaged
     */
    public static boolean isOne(Path path, Predicate<ZipArchiveFile> sort) {
        try (InputFile file = InputFile.open(path)) {
            if (FileKind.of(file) != FileKind.ZIP) {
                return false;
            }
            // Closing the file closes all there is to this view of it.
            @SuppressWarnings("resource")
            ZipArchiveFile archive = new ZipArchiveFile(file);
            return sort.test(archive);
        }
    }

    /**
     * Opens a zip file and checks its table of contents.
     *
     * @param path the file
     * @return the open file; the caller closes it
     * @throws org.biggantune.domain.failure.MissingInputException when the file is not there
     * @throws CorruptInputException when it is truncated or its table of contents contradicts itself
     * @throws UnsupportedInputException when it is encrypted, in several parts, or no zip file
     */
    public static ZipArchiveFile open(Path path) {
        InputFile file = InputFile.open(path);
        boolean opened = false;
        try {
            FileKind kind = FileKind.of(file);
            if (kind != FileKind.ZIP) {
                throw kind.unexpected(path, "a zip file");
            }
            ZipArchiveFile archive = new ZipArchiveFile(file);
            opened = true;
            return archive;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /**
     * The file's path.
     *
     * @return as given when it was opened
     */
    public Path path() {
        return file.path();
    }

    /**
     * All entries.
     *
     * @return in the order of the central directory
     */
    public List<ZipRecord> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * One entry.
     *
     * @param name its full name
     * @return the entry, empty when there is none
     */
    public Optional<ZipRecord> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /**
     * An entry's whole content, checked against its CRC-32.
     *
     * @param entry an entry of this file
     * @param maxBytes the most to read
     * @return the content
     * @throws CorruptInputException when it is larger than that, or damaged
     * @throws UnsupportedInputException when it is compressed by something other than DEFLATE
     */
    public byte[] read(ZipRecord entry, int maxBytes) {
        int size = checkedSize(entry, maxBytes);
        try (ZipEntryStream stream = stream(entry)) {
            byte[] content = new byte[size];
            int filled = 0;
            while (filled < content.length) {
                // Ends with an exception where the content does.
                filled += stream.read(content, filled, content.length - filled);
            }
            stream.drain();
            return content;
        }
    }

    /**
     * An entry's content as a stream. The caller closes it.
     *
     * @throws CorruptInputException when its sizes contradict each other
     * @throws UnsupportedInputException when it is compressed by something other than DEFLATE
     */
    public ZipEntryStream stream(ZipRecord entry) {
        if (!entry.isStored() && entry.method() != ZipRecord.DEFLATED) {
            throw compressed(entry);
        }
        if (entry.size() / MOST_INFLATION > entry.compressedSize()) {
            throw corrupt(entry, "cannot inflate from " + entry.compressedSize() + " to " + entry.size() + " bytes");
        }
        return new ZipEntryStream(file, entry);
    }

    /**
     * Checks an entry's content against its CRC-32, in pieces, so that a large one takes no memory; of deflated content up
     * to 1 GiB.
     *
     * @param entry an entry of this file
     * @throws CorruptInputException when the content is damaged
     * @throws UnsupportedInputException when it is compressed by something other than DEFLATE
     */
    public void verify(ZipRecord entry) {
        if (!entry.isStored()) {
            checkedSize(entry, MAX_INFLATED);
        }
        try (ZipEntryStream stream = stream(entry)) {
            stream.drain();
        }
    }

    /** Refuses an entry whose content does not stand in the file as it is. */
    public void requireStored(ZipRecord entry) {
        if (!entry.isStored()) {
            throw compressed(entry);
        }
    }

    /** Checks an entry's CRC-32 unless that was done before. */
    public void verifyOnce(ZipRecord entry) {
        if (!verified.contains(entry.name())) {
            verify(entry);
            verified.add(entry.name());
        }
    }

    public InputFile file() {
        return file;
    }

    /** Closes the file; closing twice does nothing. */
    @Override
    public void close() {
        file.close();
    }

    private int checkedSize(ZipRecord entry, int maxBytes) {
        if (entry.size() > maxBytes || entry.compressedSize() > maxBytes) {
            throw corrupt(entry, "has " + entry.size() + " bytes, the limit is " + maxBytes);
        }
        return (int) entry.size();
    }

    private CorruptInputException corrupt(ZipRecord entry, String what) {
        return new CorruptInputException(file.path() + ": entry " + MessageText.quoted(entry.name()) + " " + what);
    }

    private UnsupportedInputException compressed(ZipRecord entry) {
        return new UnsupportedInputException(file.path() + ": entry " + MessageText.quoted(entry.name())
                + " is compressed (method " + entry.method()
                + "); tensors must be stored as they are, save the file again with PyTorch");
    }
}
