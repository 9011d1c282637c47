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

/** Reads the recorded results of the self-test on a CPU in float32, by quantity, from a resource. */
final class SelfTestRecord {
    /** The resource in this package: a JSON object of arrays of numbers. */
    static final String RESOURCE = "self-test.json";

    private SelfTestRecord() {}

    /** Reads the recorded results. */
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
