package org.biggantune.report;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.biggantune.domain.VisibleText;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.io.MessageText;

/** Reads and formats JSON. */
public final class JsonFile {
    private static final JsonMapper JSON = new JsonMapper();

    private static final JsonMapper STRICT = JsonMapper.builder()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Where an unfinished object or array begins, with Jackson's note that it does not quote the file. */
    private static final Pattern START_OF_UNFINISHED = Pattern.compile(" \\(start marker at [^\\]]*\\]\\)");

    /** The size limit of a file in bytes: a hundred times the record of a run with a thousand classes. */
    private static final int LARGEST = 1 << 26;

    /** Converts a tree. */
    private interface Conversion<T> {
        T of(JsonNode tree) throws JsonProcessingException;
    }

    private JsonFile() {}

    /** Returns an empty object. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Converts a value to a tree. */
    public static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /**
     * Reads an object.
     *
     * @throws CorruptInputException if the file contains anything else, or is not a regular file
     */
    public static ObjectNode read(Path file) {
        if (parsed(file) instanceof ObjectNode object) {
            return object;
        }
        throw new CorruptInputException(file + ": not a JSON object");
    }

    /** Returns whether a file contains an array, not an object; for anything else, reading it gives the error. */
    public static boolean isList(Path file) {
        return parsed(file).isArray();
    }

    private static JsonNode parsed(Path file) {
        requireRegular(file);
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new CorruptInputException(file + ": not JSON: " + problem(e), e);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads an object into a record. Unknown fields are ignored; strings are not converted to numbers, nor fractions to
     * integers.
     *
     * @throws CorruptInputException if the file contains anything else; the message gives the field
     */
    public static <T> T read(Path file, Class<T> type) {
        return convert(file, read(file), tree -> STRICT.treeToValue(tree, type));
    }

    /**
     * Reads an array of objects into records, as {@link #read(Path, Class)} does one.
     *
     * @throws CorruptInputException if the file contains anything else; the message gives the element and field
     */
    public static <T> List<T> readList(Path file, Class<T> type) {
        JavaType list = STRICT.getTypeFactory().constructCollectionType(List.class, type);
        return convert(file, parsed(file), tree -> STRICT.treeToValue(tree, list));
    }

    private static <T> T convert(Path file, JsonNode tree, Conversion<T> conversion) {
        try {
            return conversion.of(tree);
        } catch (JsonMappingException e) {
            throw new CorruptInputException(file + ": " + found(tree, e.getPath()) + ", expected another value", e);
        } catch (JsonProcessingException e) {
            throw new CorruptInputException(file + ": " + MessageText.of(e.getOriginalMessage()), e);
        }
    }

    /** Describes a field and its value. */
    private static String found(JsonNode object, List<JsonMappingException.Reference> path) {
        StringBuilder name = new StringBuilder();
        JsonNode node = object;
        for (JsonMappingException.Reference step : path) {
            if (step.getFieldName() == null) {
                name.append('[').append(step.getIndex()).append(']');
                node = node.path(step.getIndex());
            } else {
                name.append(name.isEmpty() ? "" : ".").append(step.getFieldName());
                node = node.path(step.getFieldName());
            }
        }
        return name + " is " + (node.isMissingNode() ? "missing" : MessageText.of(node.toString()));
    }

    /**
     * Reads an array of strings.
     *
     * @throws CorruptInputException if the file contains anything else
     */
    public static List<String> texts(Path file) {
        requireRegular(file);
        try {
            return Stream.of(JSON.readValue(Files.readAllBytes(file), String[].class))
                    .map(String::valueOf)
                    .toList();
        } catch (JsonProcessingException e) {
            throw new CorruptInputException(file + ": not a JSON array of strings: " + problem(e), e);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Describes what the parser found and where, without its note that it does not quote the file. */
    private static String problem(JsonProcessingException e) {
        String found = MessageText.of(
                START_OF_UNFINISHED.matcher(e.getOriginalMessage()).replaceAll(""));
        JsonLocation at = e.getLocation();
        return at == null ? found : found + " in line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** Parses an array of strings; returns an empty list for anything else. */
    public static List<String> textsOf(String json) {
        try {
            return List.of(JSON.readValue(json, String[].class));
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    /** Follows links, since checkpoint caches consist of them. */
    private static void requireRegular(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CorruptInputException(file + ": is a folder, pipe or device, expected a regular file");
        }
        long size = file.toFile().length();
        if (size > LARGEST) {
            throw new CorruptInputException(file + ": " + size + " bytes, expected at most " + LARGEST);
        }
    }

    /** Formats an object as one line of ASCII without line end, independent of a process's encoding. */
    public static String line(ObjectNode object) {
        try {
            return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot be written as JSON", e);
        }
    }

    /** Parses a line with an object; returns empty for anything else. */
    public static Optional<ObjectNode> ofLine(String line) {
        try {
            return JSON.readTree(line) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Parses a line with an object into a record, as {@link #read(Path, Class)}; returns empty for anything else. */
    public static <T> Optional<T> ofLine(String line, Class<T> type) {
        try {
            return Optional.ofNullable(STRICT.readValue(line, type));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Converts a record as by writing and reading it: equal numbers are then equal whatever their Java type. */
    public static ObjectNode asWritten(Object value) {
        try {
            return (ObjectNode) JSON.readTree(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot be written as JSON", e);
        }
    }

    /**
     * Formats indented text that ends with a line break. In strings, C1 and directional control characters are escaped
     * too, which could otherwise affect a terminal; JSON requires it of C0 only.
     */
    public static String pretty(JsonNode node) {
        try {
            return VisibleText.lines(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot be written as JSON", e);
        }
    }
}
