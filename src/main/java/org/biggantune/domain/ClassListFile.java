package org.biggantune.domain;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A text file of class expressions: UTF-8, one a line; blank lines and {@code #} comments are skipped. */
final class ClassListFile {
    private static final long LARGEST = 1 << 24;

    private ClassListFile() {}

    /**
     * An expression and where it stands.
     *
     * @param text the expression without its comment
     * @param place file and line number, for messages
     */
    record Line(String text, String place) {}

    static List<Line> read(String name) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : readAll(name).lines().toList()) {
            number++;
            // A number sign inside a word is part of a name.
            String text = line.replaceFirst("(^|\\s)#.*", "").strip();
            if (!text.isEmpty()) {
                lines.add(new Line(text, name + " line " + number));
            }
        }
        if (lines.isEmpty()) {
            throw new InvalidOptionException("--class @" + name + ": the file lists no class; expected one a line");
        }
        return lines;
    }

    private static String readAll(String name) {
        try {
            Path file = Path.of(name);
            if (name.isEmpty() || Files.isDirectory(file)) {
                throw new MissingInputException("--class @" + name + ": not a file; give a text file of classes");
            }
            if (Files.size(file) > LARGEST) {
                throw new CorruptInputException("--class @" + name + ": the file has " + Files.size(file)
                        + " bytes, a class list has at most " + LARGEST);
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new MissingInputException("--class @" + name + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new CorruptInputException("--class @" + name + ": not a UTF-8 text file", e);
        } catch (IOException e) {
            throw new MissingInputException("--class @" + name + ": cannot be read: " + e, e);
        }
    }
}
