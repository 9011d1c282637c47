package org.biggantune.command.sweep;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.biggantune.io.Sha256;

/**
 * A combination of option values in a sweep.
 *
 * @param values maps options to values, in the order of the options on the command line
 */
record SweepPoint(Map<String, String> values) {
    private static final int LONGEST = 120;
    private static final int DIGEST = 8;

    /** Copies the values. */
    public SweepPoint {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Returns the name of the combination's folder, such as {@code learning-rate=0.1,proximity=0.3}. In values, all
     * characters but letters, digits and {@code . + - _} are replaced with {@code _}. If any but commas were replaced, or
     * the name was cut, part of a digest makes it unique.
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

    /** Returns the combination as text: {@code learning-rate=0.1,proximity=0.3}. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
