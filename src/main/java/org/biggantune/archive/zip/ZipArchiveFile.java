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
 * A zip file open for reading. Its central directory is checked when it is opened, and every entry against its CRC-32
 * when it is read. Thread-safe. The caller closes it; use after closing causes an {@link IllegalStateException}.
 */
public final class ZipArchiveFile implements AutoCloseable {
    private static final int MAX_INFLATED = 1 << 30;
    /** The largest compression ratio of DEFLATE: 258 bytes from two bits. */
    private static final long MOST_INFLATION = 1032;

    private final InputFile file;
    private final Map<String, ZipRecord> entries = new LinkedHashMap<>();
    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    /** Reads and checks the central directory of a borrowed file. */
    public ZipArchiveFile(InputFile file) {
        this.file = file;
        for (ZipRecord entry : ZipDirectoryReader.read(file)) {
            entries.put(entry.name(), entry);
        }
    }

    /**
     * Whether a file is a zip file with certain contents.
     *
     * @param path an existing file
     * @param contents the condition on the open zip file
     * @return false for files of any other kind
     * @throws org.biggantune.domain.failure.MissingInputException if the file does not exist
     * @throws CorruptInputException if it begins like a zip file but is truncated or damaged
     */
    public static boolean isOne(Path path, Predicate<ZipArchiveFile> contents) {
        try (InputFile file = InputFile.open(path)) {
            if (FileKind.of(file) != FileKind.ZIP) {
                return false;
            }
            // The zip view has no resources other than the file.
            @SuppressWarnings("resource")
            ZipArchiveFile archive = new ZipArchiveFile(file);
            return contents.test(archive);
        }
    }

    /**
     * Opens a zip file and checks its central directory.
     *
     * @param path the file
     * @return the open file; the caller closes it
     * @throws org.biggantune.domain.failure.MissingInputException if the file does not exist
     * @throws CorruptInputException if it is truncated or its central directory is inconsistent
     * @throws UnsupportedInputException if it is encrypted, split into several parts, or not a zip file
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

    /** Returns the file's path as given when it was opened. */
    public Path path() {
        return file.path();
    }

    /** Returns all entries in the order of the central directory. */
    public List<ZipRecord> entries() {
        return List.copyOf(entries.values());
    }

    /** Returns the entry with this full name, if there is one. */
    public Optional<ZipRecord> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /**
     * Reads an entry's whole content and checks it against its CRC-32.
     *
     * @param entry an entry of this file
     * @param maxBytes the size limit
     * @return the content
     * @throws CorruptInputException if it exceeds the limit or is damaged
     * @throws UnsupportedInputException if it is compressed by another method than DEFLATE
     */
    public byte[] read(ZipRecord entry, int maxBytes) {
        int size = checkedSize(entry, maxBytes);
        try (ZipEntryStream stream = stream(entry)) {
            byte[] content = new byte[size];
            int filled = 0;
            while (filled < content.length) {
                // Throws at a premature end of the content.
                filled += stream.read(content, filled, content.length - filled);
            }
            stream.drain();
            return content;
        }
    }

    /**
     * Returns an entry's content as a stream; the caller closes it.
     *
     * @throws CorruptInputException if its sizes are inconsistent
     * @throws UnsupportedInputException if it is compressed by another method than DEFLATE
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
     * Checks an entry's content against its CRC-32 in pieces, which bounds memory; deflated content is limited to 1
     * GiB.
     *
     * @param entry an entry of this file
     * @throws CorruptInputException if the content is damaged
     * @throws UnsupportedInputException if it is compressed by another method than DEFLATE
     */
    public void verify(ZipRecord entry) {
        if (!entry.isStored()) {
            checkedSize(entry, MAX_INFLATED);
        }
        try (ZipEntryStream stream = stream(entry)) {
            stream.drain();
        }
    }

    /** Requires that an entry is stored uncompressed. */
    public void requireStored(ZipRecord entry) {
        if (!entry.isStored()) {
            throw compressed(entry);
        }
    }

    /** Checks an entry's CRC-32 once. */
    public void verifyOnce(ZipRecord entry) {
        if (!verified.contains(entry.name())) {
            verify(entry);
            verified.add(entry.name());
        }
    }

    public InputFile file() {
        return file;
    }

    /** Closes the file; closing twice has no effect. */
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
                + "); tensors must be stored uncompressed, save the file again with PyTorch");
    }
}
