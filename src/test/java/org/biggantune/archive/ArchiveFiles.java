package org.biggantune.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;

/** The files the archive tests read, and small ones made on the spot. */
public final class ArchiveFiles {
    private ArchiveFiles() {}

    public static Path resource(String name) {
        return Path.of("src", "test", "resources", "archive", name);
    }

    public static byte[] bytes(String resource) {
        try {
            return Files.readAllBytes(resource(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file among the shared fixtures; the test is skipped where they are absent. */
    public static Path shared(String name) {
        Path file =
                Path.of(System.getProperty("biggantune.shared", "../shared")).resolve(name);
        Assumptions.assumeTrue(
                Files.exists(file), () -> "SKIPPED: " + file + " is absent; set -Dbiggantune.shared=FOLDER");
        return file;
    }

    public static byte[] zip(Map<String, byte[]> entries, int method) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                CRC32 crc = new CRC32();
                crc.update(content.getValue());
                entry.setMethod(method);
                entry.setSize(content.getValue().length);
                entry.setCrc(crc.getValue());
                if (method == ZipEntry.STORED) {
                    entry.setCompressedSize(content.getValue().length);
                }
                zip.putNextEntry(entry);
                zip.write(content.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static Path write(Path file, byte[] content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int indexOf(byte[] haystack, byte[] needle, int from) {
        for (int at = from; at <= haystack.length - needle.length; at++) {
            if (java.util.Arrays.equals(haystack, at, at + needle.length, needle, 0, needle.length)) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }
}
