package org.biggantune.archive.pickle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Python dict or OrderedDict, in insertion order. Equality is identity. */
public final class PickleDict {
    private final Map<Object, Object> entries = new LinkedHashMap<>();

    PickleDict() {}

    void put(Object key, Object value) {
        entries.put(key, value);
    }

    /** Returns the value of a string key; null if it is missing or None. */
    public @Nullable Object get(String key) {
        return entries.get(key);
    }

    /**
     * Returns an unmodifiable view of the entries, in order.
     *
     * @return keys are strings, numbers, booleans, tuples,
     * globals or null
     */
    public Map<Object, Object> entries() {
        return Collections.unmodifiableMap(entries);
    }
}
