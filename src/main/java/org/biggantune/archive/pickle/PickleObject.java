package org.biggantune.archive.pickle;

import org.jspecify.annotations.Nullable;

/** An instance of an allowed class, described and not made. Equality is identity. */
public final class PickleObject {
    private final PickleGlobal type;
    private @Nullable Object state;

    PickleObject(PickleGlobal type) {
        this.type = type;
    }

    void setState(@Nullable Object newState) {
        state = newState;
    }

    /**
     * Its class.
     *
     * @return the class
     */
    public PickleGlobal type() {
        return type;
    }

    /**
     * Its attributes: a {@link PickleDict} by name unless the class has its own notion of state.
     *
     * @return the state, null when none was set
     */
    public @Nullable Object state() {
        return state;
    }
}
