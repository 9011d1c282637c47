package org.biggantune.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * Parses the header of a safetensors file:
 *
 * <pre>
 * {"__metadata__": {name: text, …}, name: {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, …}
 * </pre>
 *
 * with offsets in bytes from the end of the header. Parsed as a stream, so memory stays proportional to the tensors.
 */
final class SafetensorsHeader {
    /** Jackson's own name table is disabled; it is slow for many and for hostile names. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final String METADATA = "__metadata__";
    private static final int MAX_RANK = 64;

    /** The limit of tensors and of texts: ten times the largest published models. */
    private static final int MAX_ENTRIES = 100_000;

    private final Path path;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Object> metadata = new LinkedHashMap<>();

    /** A tensor as described by the header. */
    record Entry(ScalarType type, long[] shape, long begin, long end) {}

    private SafetensorsHeader(Path path) {
        this.path = path;
    }

    static SafetensorsHeader parse(Path path, InputStream text) {
        SafetensorsHeader header = new SafetensorsHeader(path);
        // An explicit decoder rejects invalid UTF-8, and buffers only part of the text.
        InputStreamReader decoded = new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder());
        try (JsonParser json = JSON.createParser(decoded)) {
            header.read(json);
        } catch (CharacterCodingException e) {
            throw new CorruptInputException(path + ": its safetensors header is not UTF-8", e);
        } catch (JsonProcessingException e) {
            throw new CorruptInputException(
                    path + ": its safetensors header is damaged: " + MessageText.of(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new CorruptInputException(path + ": its safetensors header cannot be read: " + e.getMessage(), e);
        }
        return header;
    }

    /** Returns the tensors by name, in the header's order. */
    Map<String, Entry> entries() {
        return entries;
    }

    /** Returns the metadata, texts by name. */
    Map<String, Object> metadata() {
        return metadata;
    }

    private void read(JsonParser json) throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT, () -> "the header", "an object");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals(METADATA)) {
                expect(value, JsonToken.START_OBJECT, () -> METADATA, "an object");
                readMetadata(json);
            } else {
                expect(value, JsonToken.START_OBJECT, () -> MessageText.quoted(name), "an object");
                entries.put(name, entry(json, name));
                requireFew(entries.size(), "tensors");
            }
        }
        if (json.nextToken() != null) {
            throw corrupt("there is more text after the end of the header");
        }
    }

    private void readMetadata(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            expect(json.nextToken(), JsonToken.VALUE_STRING, () -> METADATA + " " + MessageText.quoted(name), "a text");
            metadata.put(name, json.getText());
            requireFew(metadata.size(), "texts");
        }
    }

    private void requireFew(int count, String what) {
        if (count > MAX_ENTRIES) {
            throw new UnsupportedInputException(
                    path + ": its safetensors header has more than the limit of " + MAX_ENTRIES + " " + what);
        }
    }

    private Entry entry(JsonParser json, String name) throws IOException {
        String type = null;
        long[] shape = null;
        long[] offsets = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            switch (key) {
                case "dtype" -> {
                    expect(value, JsonToken.VALUE_STRING, () -> name(name, key), "a text");
                    type = json.getText();
                }
                case "shape" -> shape = numbers(json, () -> name(name, key));
                case "data_offsets" -> offsets = numbers(json, () -> name(name, key));
                default -> throw corrupt(name(name, key) + " is unknown");
            }
        }
        if (type == null || shape == null || offsets == null || offsets.length != 2) {
            throw corrupt("tensor " + MessageText.quoted(name) + " lacks dtype, shape or two data_offsets");
        }
        return checked(name, new Entry(type(name, type), shape, offsets[0], offsets[1]));
    }

    private long[] numbers(JsonParser json, Supplier<String> what) throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY, what, "a list");
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, what, "whole numbers");
            if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER || json.getLongValue() < 0) {
                throw corrupt(what.get() + " holds " + MessageText.of(json.getText()) + ", expected a size");
            }
            if (numbers.size() >= MAX_RANK) {
                throw corrupt(what.get() + " holds more than " + MAX_RANK + " numbers");
            }
            numbers.add(json.getLongValue());
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private ScalarType type(String name, String code) {
        for (ScalarType type : ScalarType.values()) {
            if (!type.isQuantized() && type.safetensorsName().equals(code)) {
                return type;
            }
        }
        throw new UnsupportedInputException(path + ": tensor " + MessageText.quoted(name) + " is of type "
                + MessageText.quoted(code) + ", which is not supported");
    }

    private Entry checked(String name, Entry entry) {
        try {
            long bytes = entry.type().bytes();
            for (long size : entry.shape()) {
                bytes = Math.multiplyExact(bytes, size);
            }
            if (entry.begin() > entry.end() || entry.end() - entry.begin() != bytes) {
                throw corrupt("tensor " + MessageText.quoted(name) + " of " + bytes + " bytes is declared from byte "
                        + entry.begin() + " to " + entry.end());
            }
            return entry;
        } catch (ArithmeticException e) {
            throw corrupt("tensor " + MessageText.quoted(name) + " has an impossible shape");
        }
    }

    private static String name(String tensor, String key) {
        return MessageText.quoted(key) + " of tensor " + MessageText.quoted(tensor);
    }

    private void expect(JsonToken found, JsonToken wanted, Supplier<String> what, String kind) {
        if (found != wanted) {
            throw corrupt(what.get() + " is not " + kind);
        }
    }

    private CorruptInputException corrupt(String what) {
        return new CorruptInputException(path + ": its safetensors header is damaged: " + what);
    }
}
