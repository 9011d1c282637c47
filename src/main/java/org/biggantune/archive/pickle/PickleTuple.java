package org.biggantune.archive.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Python tuple. Equality is identity. */
public final class PickleTuple {
    private final List<Object> items;

    PickleTuple(List<Object> items) {
        this.items = Collections.unmodifiableList(new ArrayList<>(items));
    }

    /** Returns the items, unmodifiable, which may be null. */
    public List<Object> items() {
        return items;
    }
}
