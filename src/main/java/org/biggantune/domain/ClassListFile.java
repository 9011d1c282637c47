package org.biggantune.domain;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.domain.failure.InvalidOptionException;

/** Reads a UTF-8 text file of class expressions, one per line; blank lines and {@code #} comments are skipped. */
final class ClassListFile {
    private ClassListFile() {}

    /**
     * An expression with its position.
     *
     * @param text the expression without its comment
     * @param place file and line number, for messages
     */
    record Line(String text, String place) {}

    static List<Line> read(String name) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line :
                TextFile.read("--class @" + name, name, TextFile.NAMES).lines().toList()) {
            number++;
            // A number sign within a word is part of a name.
            String text = line.replaceFirst("(^|\\s)#.*", "").strip();
            if (!text.isEmpty()) {
                lines.add(new Line(text, name + " line " + number));
            }
        }
        if (lines.isEmpty()) {
            throw new InvalidOptionException("--class @" + name + ": the file lists no class; expected one per line");
        }
        return lines;
    }
}
