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

/** Reads UTF-8 text files given by options, with or without a byte order mark, up to a size limit. */
public final class TextFile {
    /** The size limit of a list of names in bytes: a million names of 16 bytes. */
    public static final int NAMES = 1 << 24;

    private TextFile() {}

    /**
     * Reads a file or pipe; the limit also bounds endless devices.
     *
     * @param named the option and the file, for messages: {@code --class @names.txt}
     * @param file the file's path
     * @param most the size limit in bytes
     * @return its text without a byte order mark
     * @throws MissingInputException if it does not exist or cannot be read
     * @throws CorruptInputException if it is not UTF-8
     * @throws UnsupportedInputException if it exceeds the limit
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
                throw new UnsupportedInputException(named + ": larger than the limit of " + most + " bytes");
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
