package org.biggantune.domain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;

/** Text files that options name: UTF-8, with or without a byte order mark, of a bounded size. */
public final class TextFile {
    /** The most bytes of a list of names: a million of 16 bytes. */
    public static final int NAMES = 1 << 24;

    private TextFile() {}

    /**
     * The text of a file. A pipe is read as well, and a device that never ends is left at the bound.
     *
     * @param named the option with the file, for messages: {@code --class @names.txt}
     * @param file the file's path
     * @param most the most bytes it may have
     * @return its text without a byte order mark
     * @throws MissingInputException if there is no such file or it cannot be read
     * @throws CorruptInputException if it is not UTF-8
     * @throws UnsupportedInputException if it is larger
     */
    public static String read(String named, String file, int most) {
        try {
            Path path = Path.of(file);
            if (file.isEmpty() || Files.isDirectory(path)) {
                throw new MissingInputException(named + ": not a file; give a text file");
            }
            return decoded(named, bytes(named, path, most));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new MissingInputException(named + ": no such file", e);
        } catch (IOException e) {
            throw new MissingInputException(named + ": cannot be read: " + e, e);
        }
    }

    private static byte[] bytes(String named, Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new UnsupportedInputException(
                        named + ": more than " + most + " bytes, the most that is read of it");
            }
            return bytes;
        }
    }

    private static String decoded(String named, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new CorruptInputException(named + ": not a UTF-8 text file", e);
        }
    }
}
