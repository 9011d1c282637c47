package org.biggantune.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.domain.VisibleText;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;

/** JSON objects in files and on standard output. */
public final class JsonFile {
    private static final JsonMapper JSON = new JsonMapper();

    /** The most bytes of a file: a hundred times those of the record of a run over a thousand classes. */
    private static final int LARGEST = 1 << 26;

    private JsonFile() {}

    /** An empty object. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Any value as a tree. */
    public static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /**
     * Reads an object.
     *
     * @throws CorruptInputException if the file holds anything else, or is none that ends, like a pipe
     */
    public static ObjectNode read(Path file) {
        requireRegular(file);
        try {
            if (JSON.readTree(file.toFile()) instanceof ObjectNode object) {
                return object;
            }
            throw new CorruptInputException(file + ": not a JSON object");
        } catch (JsonProcessingException e) {
            throw new CorruptInputException(file + ": not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a list of texts.
     *
     * @throws CorruptInputException if the file holds anything else
     */
    public static List<String> texts(Path file) {
        requireRegular(file);
        try {
            return Stream.of(JSON.readValue(Files.readAllBytes(file), String[].class))
                    .map(String::valueOf)
                    .toList();
        } catch (JsonProcessingException e) {
            throw new CorruptInputException(file + ": not a JSON list of texts: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** A list of texts in a text; empty where it is anything else. */
    public static List<String> textsOf(String json) {
        try {
            return List.of(JSON.readValue(json, String[].class));
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    /** Links are followed: caches of checkpoints consist of them. */
    private static void requireRegular(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CorruptInputException(file + ": is a folder, pipe or device, expected a regular file");
        }
        long size = file.toFile().length();
        if (size > LARGEST) {
            throw new CorruptInputException(file + ": " + size + " bytes, at most " + LARGEST + " are read");
        }
    }

    /** One line of ASCII without its end, so that no process's encoding matters to another. */
    public static String line(ObjectNode object) {
        try {
            return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot be written as JSON", e);
        }
    }

    /** The object that a line holds; empty where it is anything else. */
    public static Optional<ObjectNode> ofLine(String line) {
        try {
            return JSON.readTree(line) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The same object as it reads after having been written: numbers of one value are equal whatever their Java type. */
    public static ObjectNode asWritten(ObjectNode object) {
        try {
            return (ObjectNode) JSON.readTree(JSON.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot be written as JSON", e);
        }
    }

    /**
     * Indented text that ends with a line break. Within strings, characters that act on a terminal, such as C1 and
     * directional ones, are escaped; plain JSON asks that of C0 only.
     */
    public static String pretty(JsonNode node) {
        try {
            return VisibleText.lines(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot be written as JSON", e);
        }
    }
}
