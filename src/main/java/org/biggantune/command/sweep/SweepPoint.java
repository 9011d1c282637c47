package org.biggantune.command.sweep;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.biggantune.io.Sha256;

/**
 * One combination of the values that a sweep goes through.
 *
 * @param values option to value, in the order in which the options were named
 */
record SweepPoint(Map<String, String> values) {
    private static final int LONGEST = 120;
    private static final int DIGEST = 8;

    /** Copies the values. */
    public SweepPoint {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The name of the combination's folder, such as {@code learning-rate=0.1,proximity=0.3}. Letters, digits and {@code
     * . + - _} stay; a comma becomes {@code _}. Where anything else is replaced or the name is cut, a part of a digest
     * keeps it distinct.
     */
    String folderName() {
        String whole = toString();
        String name = values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().replaceAll("[^A-Za-z0-9.+_-]", "_"))
                .collect(Collectors.joining(","));
        boolean plain = whole.matches("[A-Za-z0-9.,+_=-]*") && name.length() <= LONGEST;
        return plain
                ? name
                : name.substring(0, Math.min(name.length(), LONGEST)) + "~"
                        + Sha256.of(whole.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST);
    }

    /** The combination for people: {@code learning-rate=0.1,proximity=0.3}. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
