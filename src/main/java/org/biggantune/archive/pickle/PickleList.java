package org.biggantune.archive.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Python list, set or frozenset, in stream order. Equality is identity. */
public final class PickleList {
    private final List<Object> items = new ArrayList<>();

    PickleList() {}

    void add(Object item) {
        items.add(item);
    }

    /** Returns an unmodifiable view of the items, which may be null. */
    public List<Object> items() {
        return Collections.unmodifiableList(items);
    }
}
