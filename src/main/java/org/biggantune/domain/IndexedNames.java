package org.biggantune.domain;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A list of names that caches its look-up. Immutable. */
final class IndexedNames extends AbstractList<String> implements RandomAccess {
    private final ClassNames names;

    private IndexedNames(ClassNames names) {
        this.names = names;
    }

    /** Copies a list; returns a list of this kind unchanged, with its cached look-up. */
    static IndexedNames copyOf(String owner, List<String> names) {
        return names instanceof IndexedNames indexed ? indexed : new IndexedNames(new ClassNames(owner, names));
    }

    /** {@return the look-up} */
    ClassNames lookup() {
        return names;
    }

    @Override
    public String get(int index) {
        return names.asList().get(index);
    }

    @Override
    public int size() {
        return names.size();
    }
}
