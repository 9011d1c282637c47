package org.biggantune.libtorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Inspects a 64-bit little-endian ELF library without loading it. */
final class ElfLibrary {
    private static final int HEADER = 64;
    private static final int MAGIC = 0x464c457f;
    private static final int SECTION = 64;
    private static final int MOST_SECTIONS = 1024;
    private static final long MOST_BYTES = 1L << 28;
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;
    private static final Pattern VERSION = Pattern.compile("\0(\\d+\\.\\d+\\.\\d+)(?=\0)");

    private ElfLibrary() {}

    /**
     * Returns the architecture of a library, named as in Java ({@code amd64}, {@code aarch64}); empty if the file is
     * not such a library.
     */
    static Optional<String> architecture(Path file) {
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer header = read(in, 0, HEADER);
            if (header.getInt(0) != MAGIC) {
                return Optional.empty();
            }
            int machine = Short.toUnsignedInt(header.getShort(18));
            return Optional.of(machine == X86_64 ? "amd64" : machine == AARCH64 ? "aarch64" : "machine " + machine);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the library's constants that look like version numbers, such as {@code 2.7.1}; empty if it cannot be
     * read.
     */
    static Set<String> versions(Path file) {
        Set<String> found = new TreeSet<>();
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer header = read(in, 0, HEADER);
            long table = header.getLong(40);
            int count = Short.toUnsignedInt(header.getShort(60));
            int names = Short.toUnsignedInt(header.getShort(62));
            if (header.getInt(0) != MAGIC || count > MOST_SECTIONS || names >= count) {
                return found;
            }
            ByteBuffer sections = read(in, table, count * SECTION);
            ByteBuffer labels = section(in, sections, names);
            for (int i = 0; i < count; i++) {
                if (".rodata".equals(label(labels, sections.getInt(i * SECTION)))) {
                    ByteBuffer constants = section(in, sections, i);
                    Matcher match = VERSION.matcher(new String(constants.array(), StandardCharsets.ISO_8859_1));
                    match.results().forEach(one -> found.add(one.group(1)));
                }
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            found.clear();
        }
        return found;
    }

    private static ByteBuffer section(FileChannel in, ByteBuffer sections, int index) throws IOException {
        long size = sections.getLong(index * SECTION + 32);
        if (size < 0 || size > MOST_BYTES) {
            throw new IOException("a section of " + size + " bytes");
        }
        return read(in, sections.getLong(index * SECTION + 24), (int) size);
    }

    private static String label(ByteBuffer labels, int start) {
        int end = start;
        while (labels.get(end) != 0) {
            end++;
        }
        return new String(labels.array(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static ByteBuffer read(FileChannel in, long position, int size) throws IOException {
        if (position < 0 || position + size > in.size()) {
            throw new IOException("the file is too short");
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && in.read(bytes, position + bytes.position()) >= 0) {
            // Read until the buffer is full.
        }
        return bytes;
    }
}
