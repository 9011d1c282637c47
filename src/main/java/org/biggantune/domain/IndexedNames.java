package org.biggantune.domain;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A list of names that keeps its look-up, so that a thousand questions build one. Immutable. */
final class IndexedNames extends AbstractList<String> implements RandomAccess {
    private final ClassNames names;

    private IndexedNames(ClassNames names) {
        this.names = names;
    }

    /** A copy of a list; a list of this kind as it is, with what it has built already. */
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
