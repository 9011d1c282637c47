package org.biggantune.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.biggantune.support.ZipContent;

/** Random changes of files, at the level of bytes and, in zip files, inside entries whose checksums stay right. */
final class Mutation {
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        -1,
        127,
        128,
        255,
        256,
        0x7fff,
        0xffff,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_ffffL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        64 << 20
    };
    private static final String[] WORDS = {
        "0",
        "-1",
        "99999999999999999999",
        "1e9",
        "[",
        "]",
        "{",
        "}",
        "\"",
        ",",
        ":",
        "null",
        "F64",
        "shape",
        "../x",
        "(",
        ")",
        ".",
        "\n    ",
        "#",
        "'",
        "torch",
        ".save(",
        " not in",
        "((((((((",
        "Tuple["
    };

    private final Random random;
    private final List<byte[]> seeds = new ArrayList<>();
    private final List<Map<String, byte[]>> entries = new ArrayList<>();

    /** Changes of files, drawn from a generator; pieces of the others are put in now and then. */
    Mutation(Random random, List<Path> files) throws IOException {
        this.random = random;
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            boolean zip = bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K';
            seeds.add(bytes);
            entries.add(zip ? ZipContent.read(file).entries() : Map.of());
        }
    }

    /** A changed copy of one of the files. */
    byte[] next() {
        int chosen = random.nextInt(seeds.size());
        if (!entries.get(chosen).isEmpty() && random.nextInt(4) > 0) {
            return insideZip(new LinkedHashMap<>(entries.get(chosen)));
        }
        return changed(seeds.get(chosen));
    }

    private byte[] insideZip(Map<String, byte[]> entries) {
        List<String> names = new ArrayList<>(entries.keySet());
        for (int i = random.nextInt(3); i >= 0 && !names.isEmpty(); i--) {
            String name = names.get(random.nextInt(names.size()));
            byte[] content = entries.getOrDefault(name, new byte[0]);
            switch (random.nextInt(12)) {
                case 0 -> entries.remove(name);
                case 1 -> entries.put(name + random.nextInt(3), content);
                default -> entries.put(name, changed(content));
            }
        }
        return ArchiveFiles.zip(entries, random.nextInt(8) == 0 ? ZipEntry.DEFLATED : ZipEntry.STORED);
    }

    /** A few changes of any kind. */
    byte[] changed(byte[] seed) {
        byte[] bytes = seed;
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        // Headers are at both ends of every format.
        if (bytes.length > 64 && random.nextInt(3) == 0) {
            at = random.nextBoolean() ? random.nextInt(64) : bytes.length - 1 - random.nextInt(64);
        }
        int length = Math.min(bytes.length - at, 1 << random.nextInt(8));
        return switch (random.nextInt(9)) {
            case 0 -> flipped(bytes, at);
            case 1 -> spliced(bytes, at, Math.min(1, bytes.length - at), new byte[] {(byte) random.nextInt(256)});
            case 2 -> spliced(bytes, at, 0, randomBytes(1 + random.nextInt(8)));
            case 3 -> spliced(bytes, at, length, new byte[0]);
            case 4 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            case 5 -> Arrays.copyOf(bytes, at);
            case 6 -> number(bytes, at);
            case 7 -> {
                byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.US_ASCII);
                yield spliced(bytes, at, Math.min(random.nextInt(word.length + 1), bytes.length - at), word);
            }
            default -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                int from = random.nextInt(other.length);
                yield spliced(
                        bytes, at, length, Arrays.copyOfRange(other, from, Math.min(other.length, from + length)));
            }
        };
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        if (changed.length > 0) {
            changed[at] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    /** An interesting number of one to eight bytes in place of what is there. */
    private byte[] number(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        long value = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
        int width = 1 << random.nextInt(4);
        for (int i = 0; i < width && at + i < changed.length; i++) {
            changed[at + i] = (byte) (value >>> (8 * i));
        }
        return changed;
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] inserted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + inserted.length);
        out.write(bytes, 0, at);
        out.writeBytes(inserted);
        out.write(bytes, at + removed, bytes.length - at - removed);
        return out.toByteArray();
    }
}
