package org.biggantune.command.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.biggantune.report.JsonFile;

/** What the self-test's models computed on a CPU in float32, by the name of the quantity: a resource of the tool. */
final class SelfTestRecord {
    /** Its name beside this class; a JSON object of arrays of numbers. */
    static final String RESOURCE = "self-test.json";

    private SelfTestRecord() {}

    /** Reads it. */
    static Map<String, float[]> read() {
        try (InputStream in = SelfTestRecord.class.getResourceAsStream(RESOURCE)) {
            return of(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, float[]> of(String text) {
        ObjectNode object = JsonFile.ofLine(text).orElseThrow();
        Map<String, float[]> quantities = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> quantities.put(
                        field.getKey(),
                        SelfTestSubject.numbers(IntStream.range(
                                        0, field.getValue().size())
                                .mapToDouble(i -> field.getValue().get(i).asDouble()))));
        return quantities;
    }
}
