package org.biggantune.archive;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.domain.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * A zip file open for reading, its table of contents checked and every content checked against its CRC-32 before it is
 * handed out. Safe for use by several threads. Close it; using it afterwards is an {@link IllegalStateException}.
 */
public final class ZipArchiveFile implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int MAX_INFLATED = 1 << 30;
    /** DEFLATE's best: 258 bytes for two bits. */
    private static final long MOST_INFLATION = 1032;

    private final InputFile file;
    private final Map<String, ZipRecord> entries = new LinkedHashMap<>();
    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    ZipArchiveFile(InputFile file) {
        this.file = file;
        for (ZipRecord entry : ZipDirectoryReader.read(file)) {
            entries.put(entry.name(), entry);
        }
    }

    /**
     * Opens a zip file and checks its table of contents.
     *
     * @param path the file
     * @return the open file; the caller closes it
     * @throws org.biggantune.domain.MissingInputException when the file is not there
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
        requirePossibleSize(entry, maxBytes);
        byte[] stored =
                file.read(entry.dataOffset(), (int) entry.compressedSize()).array();
        byte[] content =
                switch (entry.method()) {
                    case ZipRecord.STORED -> stored;
                    case ZipRecord.DEFLATED -> inflated(entry, stored);
                    default -> throw compressed(entry);
                };
        CRC32 crc = new CRC32();
        crc.update(content);
        checkCrc(entry, crc.getValue());
        return content;
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
        CRC32 crc = new CRC32();
        if (entry.isStored()) {
            eachChunk(entry, chunk -> crc.update(chunk.array(), 0, chunk.limit()));
        } else if (entry.method() == ZipRecord.DEFLATED) {
            requirePossibleSize(entry, MAX_INFLATED);
            new InflatedEntry(entry, crc).check();
        } else {
            throw compressed(entry);
        }
        checkCrc(entry, crc.getValue());
    }

    private void eachChunk(ZipRecord entry, Consumer<ByteBuffer> reader) {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, entry.compressedSize()));
        long left = entry.compressedSize();
        for (long at = entry.dataOffset(); left > 0; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), left));
            file.readInto(chunk, at);
            reader.accept(chunk);
            left -= chunk.limit();
        }
    }

    /** Deflated content that is inflated to be counted and summed, and kept nowhere. */
    private final class InflatedEntry {
        private final ZipRecord entry;
        private final CRC32 crc;
        private final byte[] piece = new byte[1 << 16];
        private long count;

        InflatedEntry(ZipRecord entry, CRC32 crc) {
            this.entry = entry;
            this.crc = crc;
        }

        void check() {
            Inflater inflater = new Inflater(true);
            try {
                eachChunk(entry, chunk -> inflate(inflater, chunk));
                if (count != entry.size()) {
                    throw otherSize(entry);
                }
            } finally {
                inflater.end();
            }
        }

        private void inflate(Inflater inflater, ByteBuffer chunk) {
            inflater.setInput(chunk.array(), 0, chunk.limit());
            try {
                for (int got = inflater.inflate(piece); got > 0; got = inflater.inflate(piece)) {
                    count += got;
                    if (count > entry.size()) {
                        throw otherSize(entry);
                    }
                    crc.update(piece, 0, got);
                }
            } catch (DataFormatException e) {
                throw corrupt(entry, "cannot be inflated");
            }
        }
    }

    /** Refuses an entry whose content does not stand in the file as it is. */
    void requireStored(ZipRecord entry) {
        if (!entry.isStored()) {
            throw compressed(entry);
        }
    }

    /** Checks an entry's CRC-32 unless that was done before. */
    void verifyOnce(ZipRecord entry) {
        if (!verified.contains(entry.name())) {
            verify(entry);
            verified.add(entry.name());
        }
    }

    InputFile file() {
        return file;
    }

    /** Closes the file; closing twice does nothing. */
    @Override
    public void close() {
        file.close();
    }

    private void requirePossibleSize(ZipRecord entry, int maxBytes) {
        if (entry.size() > maxBytes || entry.compressedSize() > maxBytes) {
            throw corrupt(entry, "has " + entry.size() + " bytes, the limit is " + maxBytes);
        }
        if (entry.size() / MOST_INFLATION > entry.compressedSize()) {
            throw corrupt(entry, "cannot inflate from " + entry.compressedSize() + " to " + entry.size() + " bytes");
        }
    }

    private CorruptInputException otherSize(ZipRecord entry) {
        return corrupt(entry, "does not inflate to the " + entry.size() + " bytes it should have");
    }

    private byte[] inflated(ZipRecord entry, byte[] compressed) {
        byte[] content = new byte[(int) entry.size()];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(compressed);
            int filled = 0;
            while (filled < content.length) {
                int count = inflater.inflate(content, filled, content.length - filled);
                if (count == 0) {
                    break;
                }
                filled += count;
            }
            boolean more = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
            if (filled < content.length || more) {
                throw otherSize(entry);
            }
            return content;
        } catch (DataFormatException e) {
            throw corrupt(entry, "cannot be inflated");
        } finally {
            inflater.end();
        }
    }

    private void checkCrc(ZipRecord entry, long found) {
        if (found != entry.crc()) {
            throw corrupt(
                    entry,
                    String.format(
                            Locale.ROOT,
                            "is damaged: its CRC-32 is %08x, expected %08x; copy or download the file again",
                            found,
                            entry.crc()));
        }
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
