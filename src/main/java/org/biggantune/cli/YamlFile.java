package org.biggantune.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.domain.NearestNames;
import org.biggantune.domain.TextFile;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.MessageText;

/** Reads and writes settings files: YAML objects without duplicate keys. */
public final class YamlFile {
    /** The largest accepted file in bytes; the shipped ones have a few thousand. */
    private static final int LARGEST = 1 << 20;

    private static final YAMLMapper YAML = new YAMLMapper();

    private YamlFile() {}

    /**
     * Reads a file.
     *
     * @throws MissingInputException if the file is missing or unreadable
     * @throws CorruptInputException if it is not YAML
     * @throws org.biggantune.domain.failure.UnsupportedInputException if it is larger than 1 MiB
     * @throws SettingsConflictException if it is not an object, or has a duplicate key
     */
    public static ObjectNode read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new MissingInputException(file + ": no such settings file");
        }
        return parse(file, TextFile.read(file.toString(), file.toString(), LARGEST));
    }

    /** Parses the text of a file; errors are those of {@link #read}. */
    public static ObjectNode parse(Path file, String text) {
        try {
            requireNamesOnce(file, text);
            if (YAML.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new CorruptInputException(
                    file + ", line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ": not valid YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("text in memory cannot be read", e);
        }
        throw new SettingsConflictException(file + ": expected option names and values, such as 'seed: 1'");
    }

    /** Refuses duplicate keys; the parser itself would keep the last one. */
    private static void requireNamesOnce(Path file, String text) throws IOException {
        Deque<Map<String, Integer>> open = new ArrayDeque<>();
        try (JsonParser parser = YAML.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    open.push(new HashMap<>());
                } else if (token == JsonToken.END_OBJECT) {
                    open.pop();
                } else if (token == JsonToken.FIELD_NAME) {
                    int line = parser.currentTokenLocation().getLineNr();
                    Integer before = open.element().putIfAbsent(parser.currentName(), line);
                    if (before != null) {
                        throw new SettingsConflictException(file + ": " + MessageText.quoted(parser.currentName())
                                + " is set twice, in line " + before + " and in line " + line + "; remove one of them");
                    }
                }
            }
        }
    }

    /**
     * Returns an option's value as it is written on a command line, with commas between the items of a list.
     *
     * @throws SettingsConflictException if the value is neither a scalar nor a list
     */
    public static String text(Path file, String key, JsonNode value) {
        return String.join(",", items(file, key, value));
    }

    /**
     * Returns an option's values: one, or the items of a list.
     *
     * @throws SettingsConflictException if the value is neither a scalar nor a list
     */
    static List<String> items(Path file, String key, JsonNode value) {
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asText).toList();
        }
        if (!value.isValueNode() || value.isNull()) {
            throw new SettingsConflictException(at(file, key) + ": '" + key + "' needs a plain value");
        }
        return List.of(value.asText());
    }

    /** Returns text as a YAML scalar: plain if that reads back as the same text, else in double quotes. */
    static String scalar(String text) {
        try {
            JsonNode plain = YAML.readTree("[" + text + "]").path(0);
            JsonNode inObject = YAML.readTree("key: " + text + " # comment").path("key");
            if (inObject.isValueNode() && !inObject.isNull() && same(plain, text) && same(inObject, text)) {
                return text;
            }
        } catch (JsonProcessingException e) {
            // Fall through to quotes.
        }
        return TextNode.valueOf(text).toString();
    }

    private static boolean same(JsonNode node, String text) {
        return node.asText().equals(text);
    }

    /**
     * Describes the position of a key in a file, for messages.
     *
     * @param path the keys that lead to it, separated by dots
     * @return the file, and the line if the key is found
     */
    public static String at(Path file, String path) {
        int line = 0;
        try (JsonParser parser = YAML.createParser(TextFile.read(file.toString(), file.toString(), LARGEST))) {
            while (line == 0 && parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME && path.equals(dotted(parser.getParsingContext()))) {
                    line = parser.currentTokenLocation().getLineNr();
                }
            }
        } catch (IOException | BigganTuneException e) {
            // Name the file only.
        }
        return line == 0 ? file.toString() : file + ", line " + line;
    }

    private static String dotted(JsonStreamContext context) {
        String name = String.valueOf(context.getCurrentName());
        JsonStreamContext above = context.getParent();
        return above == null || above.inRoot() ? name : dotted(above) + "." + name;
    }

    /** Creates the exception for an unknown key; its message has the line and the nearest known keys. */
    public static SettingsConflictException unknown(Path file, String section, String key, Collection<String> known) {
        List<String> near = NearestNames.nearest(key, known);
        return new SettingsConflictException(
                at(file, section + key) + ": unknown key '" + section + key + "'" + NearestNames.question(near));
    }
}
