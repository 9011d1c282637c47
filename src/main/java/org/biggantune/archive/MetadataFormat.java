package org.biggantune.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * Reads and writes the metadata in a model archive's {@code extra/biggan-tune.json}: a JSON object with {@code schema}
 * (1), {@code kind} ({@code generator} or {@code classifier}) and the fields of {@link GeneratorMetadata} or {@link
 * ClassifierMetadata}.
 */
public final class MetadataFormat {
    /** The name of the metadata file. */
    public static final String FILE = "biggan-tune.json";

    private static final int SCHEMA = 1;
    private static final String GENERATOR = "generator";
    private static final String CLASSIFIER = "classifier";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private MetadataFormat() {}

    /** Returns the metadata file of a generator. */
    public static byte[] of(GeneratorMetadata metadata) {
        return bytes(GENERATOR, metadata);
    }

    /** Returns the metadata file of a classifier. */
    public static byte[] of(ClassifierMetadata metadata) {
        return bytes(CLASSIFIER, metadata);
    }

    /**
     * Parses the metadata of a generator.
     *
     * @param file the archive, for messages
     * @param json the content of the metadata file
     * @throws UnsupportedInputException if the file is a classifier or of a newer schema
     * @throws CorruptInputException if it does not conform to its schema
     */
    public static GeneratorMetadata generator(Path file, byte[] json) {
        return read(file, json, GENERATOR, GeneratorMetadata.class);
    }

    /** Parses the metadata of a classifier; see {@link #generator}. */
    public static ClassifierMetadata classifier(Path file, byte[] json) {
        return read(file, json, CLASSIFIER, ClassifierMetadata.class);
    }

    /** Returns the kind in a metadata file: {@code generator} or {@code classifier}. */
    public static String kind(Path file, byte[] json) {
        return tree(file, json).path("kind").asText();
    }

    /** Returns the fields of a metadata file unchanged, without schema and kind. */
    public static ObjectNode fields(Path file, byte[] json) {
        ObjectNode fields = tree(file, json);
        fields.remove(List.of("schema", "kind"));
        return fields;
    }

    private static byte[] bytes(String kind, Object metadata) {
        ObjectNode node = JSON.createObjectNode().put("schema", SCHEMA).put("kind", kind);
        node.setAll((ObjectNode) JSON.valueToTree(metadata));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metadata cannot be written as JSON", e);
        }
    }

    private static <T> T read(Path file, byte[] json, String kind, Class<T> type) {
        ObjectNode node = tree(file, json);
        String found = node.path("kind").asText();
        if (!found.equals(kind)) {
            throw new UnsupportedInputException(file + ": this is a " + described(found) + ", expected a " + kind);
        }
        try {
            return JSON.treeToValue(node, type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new CorruptInputException(file + ": extra/" + FILE + " is damaged: " + firstLine(e), e);
        }
    }

    private static String described(String kind) {
        return kind.equals(GENERATOR) || kind.equals(CLASSIFIER) ? kind : "model of kind " + MessageText.quoted(kind);
    }

    private static ObjectNode tree(Path file, byte[] json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (IOException e) {
            throw new CorruptInputException(file + ": extra/" + FILE + " is not JSON: " + firstLine(e), e);
        }
        if (!(node instanceof ObjectNode object)) {
            throw new CorruptInputException(file + ": extra/" + FILE + " is not a JSON object");
        }
        int schema = object.path("schema").asInt(-1);
        if (schema != SCHEMA) {
            throw new UnsupportedInputException(file + ": extra/" + FILE + " has schema " + schema
                    + ", this version reads " + SCHEMA + (schema > SCHEMA ? "; a newer biggan-tune wrote it" : ""));
        }
        return object;
    }

    private static String firstLine(Exception error) {
        // The message of the record's own check, without Jackson's class name.
        Throwable reason = error.getCause() instanceof IllegalArgumentException cause ? cause : error;
        return MessageText.of(
                String.valueOf(reason.getMessage()).lines().findFirst().orElse(""));
    }
}
