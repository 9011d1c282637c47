package org.biggantune.libtorch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.FileStamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Digests of the libraries in a folder with each file's size, modification and change time when the digest was
 * computed. The change time is set by the system, so nobody can modify or replace a library without changing it.
 * Devices and inodes are not recorded because they may differ after a restart.
 *
 * @param digests file name to SHA-256
 * @param stamps file name to size and times
 */
record NativeRecord(Map<String, String> digests, Map<String, String> stamps) {
    private static final Logger LOG = LoggerFactory.getLogger(NativeRecord.class);
    private static final NativeRecord EMPTY = new NativeRecord(Map.of(), Map.of());
    private static final int FIELDS = 5;
    private static final long MOST_BYTES = 1 << 20;

    /** Sorts both maps by file name. */
    NativeRecord {
        digests = new TreeMap<>(digests);
        stamps = new TreeMap<>(stamps);
    }

    /** Creates a record of the files as they are now. */
    static NativeRecord of(Path folder, Map<String, String> digests) {
        Map<String, String> stamps = new TreeMap<>();
        try {
            for (String name : digests.keySet()) {
                FileStamp stamp = FileStamp.of(folder.resolve(name));
                stamps.put(name, stamp.size() + " " + stamp.modified() + " " + stamp.changed());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new NativeRecord(digests, stamps);
    }

    /** Reads a record; empty if there is none or another user may have written it. */
    static NativeRecord read(Path file, NativeTrust trust) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return EMPTY;
        }
        Map<String, String> digests = new TreeMap<>();
        Map<String, String> stamps = new TreeMap<>();
        try {
            trust.requireTrusted(file);
            if (Files.size(file) > MOST_BYTES) {
                return EMPTY;
            }
            for (String line : Files.readAllLines(file)) {
                String[] fields = line.split(" ", FIELDS);
                if (fields.length != FIELDS) {
                    return EMPTY;
                }
                digests.put(fields[FIELDS - 1], fields[0]);
                stamps.put(fields[FIELDS - 1], fields[1] + " " + fields[2] + " " + fields[3]);
            }
        } catch (IOException | BigganTuneException e) {
            LOG.info("{}: not used: {}", file, e.getMessage());
            return EMPTY;
        }
        return new NativeRecord(digests, stamps);
    }

    /** Writes the record if possible; without it digests are computed again next time. */
    void write(Path file) {
        StringBuilder text = new StringBuilder();
        digests.forEach((name, digest) -> text.append(digest)
                .append(' ')
                .append(stamps.get(name))
                .append(' ')
                .append(name)
                .append('\n'));
        try {
            AtomicFile.writeString(file, text.toString());
            NativeTrust.restrictWriting(file);
        } catch (BigganTuneException | IOException e) {
            LOG.info("{}: not written, digests will be computed again next time: {}", file, e.getMessage());
        }
    }
}
