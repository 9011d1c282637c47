package org.biggantune.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.biggantune.domain.TextFile;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.AtomicFile;

/**
 * Changes single values in a settings file and leaves every other character as it is. An existing value is replaced; a new
 * one is appended as a line of its own.
 */
public final class SettingsEdit {
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final int LARGEST = 1 << 20;

    private final Path file;
    private String text;

    private SettingsEdit(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Starts an edit of a file, which need not exist.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if the file is invalid; the message names the line
     */
    public static SettingsEdit of(Path file) {
        if (!Files.exists(file)) {
            return new SettingsEdit(file, "");
        }
        String text = TextFile.read(file.toString(), file.toString(), LARGEST);
        if (!isEmpty(text)) {
            YamlFile.read(file);
        }
        return new SettingsEdit(file, text);
    }

    /** Returns whether a text has only comments, which {@link YamlFile} refuses. */
    private static boolean isEmpty(String text) {
        return text.lines()
                .allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"));
    }

    /**
     * Sets an option at the top level.
     *
     * @throws SettingsConflictException if the file's form does not allow it
     */
    public void set(String option, String value) {
        String scalar = YamlFile.scalar(value);
        int[] place = place(option);
        String changed = place.length > 0
                ? text.substring(0, place[0]) + scalar + text.substring(place[1])
                : text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + option + ": " + scalar + "\n";
        if (!says(changed, option, value)) {
            throw new SettingsConflictException(file + ": '" + option
                    + "' cannot be set automatically in a file of this form; add it by hand: " + option + ": "
                    + scalar);
        }
        text = changed;
    }

    private boolean says(String changed, String option, String value) {
        try {
            return YamlFile.parse(file, changed).path(option).asText().equals(value);
        } catch (BigganTuneException e) {
            return false;
        }
    }

    /** Returns the start and end of a top-level option's value; empty if it has none. */
    private int[] place(String option) {
        if (isEmpty(text)) {
            return new int[0];
        }
        try (JsonParser parser = YAML.createParser(text)) {
            int depth = 0;
            boolean next = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (next && token.isScalarValue()) {
                    int end = index(parser.currentLocation());
                    // The end of a block scalar includes its last line break.
                    while (Character.isWhitespace(text.charAt(end - 1))) {
                        end--;
                    }
                    return new int[] {index(parser.currentTokenLocation()), end};
                }
                next = token == JsonToken.FIELD_NAME
                        && depth == 1
                        && parser.currentName().equals(option);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return new int[0];
        } catch (IOException e) {
            throw new IllegalStateException("text that was read before cannot be read", e);
        }
    }

    /** Converts the parser's offset, which is in code points. */
    private int index(JsonLocation location) {
        return text.offsetByCodePoints(0, (int) location.getCharOffset());
    }

    /** Returns a line for each section that sets one of the options and so overrides the top level for its command. */
    public List<String> hidden(Collection<String> options) {
        List<String> lines = new ArrayList<>();
        YamlFile.parse(file, text)
                .properties()
                .forEach(section -> options.stream()
                        .filter(section.getValue()::has)
                        .forEach(option -> lines.add("For " + section.getKey() + ", the file overrides this: "
                                + YamlFile.at(file, section.getKey() + "." + option) + " ("
                                + section.getValue().path(option).asText() + ").")));
        return lines;
    }

    /** Writes the changed file atomically, creating missing folders. */
    public void write() {
        AtomicFile.writeString(file, text);
    }
}
