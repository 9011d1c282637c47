package org.biggantune.archive.pickle;

import org.jspecify.annotations.Nullable;

/** A description of an instance of an allowed class, which is not created. Equality is identity. */
public final class PickleObject {
    private final PickleGlobal type;
    private @Nullable Object state;

    PickleObject(PickleGlobal type) {
        this.type = type;
    }

    void setState(@Nullable Object newState) {
        state = newState;
    }

    /** Returns its class. */
    public PickleGlobal type() {
        return type;
    }

    /**
     * Returns its state: a {@link PickleDict} of attributes unless the class defines another state; null if none was
     * set.
     */
    public @Nullable Object state() {
        return state;
    }
}
