package org.biggantune.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A zip file's entries in memory, for writing changed copies whose checksums are right. Stored entries only.
 *
 * @param entries name to content, in order; may be changed
 */
public record ZipContent(Map<String, byte[]> entries) {
    /** Nothing yet. */
    public ZipContent() {
        this(new LinkedHashMap<>());
    }

    /** The entries of a file. */
    public static ZipContent read(Path file) throws IOException {
        ZipContent content = new ZipContent();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    content.entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return content;
    }

    /** Adds or replaces an entry. */
    public ZipContent with(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    /** The name of the one entry that ends so. */
    public String name(String ending) {
        return entries.keySet().stream()
                .filter(name -> name.endsWith(ending))
                .findFirst()
                .orElseThrow();
    }

    /** Replaces a text by one of equal length, wherever it stands in the entry that ends so. */
    public ZipContent replace(String ending, String text, String by) {
        String content = new String(entries.get(name(ending)), StandardCharsets.ISO_8859_1);
        if (!content.contains(text) || text.length() != by.length()) {
            throw new AssertionError("cannot replace " + text + " by " + by);
        }
        return with(name(ending), content.replace(text, by).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes the entries, stored as they are. */
    public Path write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(content.getValue());
                ZipEntry entry = new ZipEntry(content.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.getValue().length);
                entry.setCompressedSize(content.getValue().length);
                entry.setCrc(crc.getValue());
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(content.getValue());
                zip.closeEntry();
            }
        }
        return Files.write(file, bytes.toByteArray());
    }
}
