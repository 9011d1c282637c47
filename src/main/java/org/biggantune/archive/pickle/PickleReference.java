package org.biggantune.archive.pickle;

/** A reference to something outside the stream; in PyTorch files a tensor's storage. Equality is identity. */
public final class PickleReference {
    private final Object id;

    PickleReference(Object id) {
        this.id = id;
    }

    /**
     * Returns the persistent id.
     *
     * @return in PyTorch files a {@link PickleTuple} of {@code 'storage'}, storage
     * class, key, location, element count
     */
    public Object id() {
        return id;
    }
}
