package org.biggantune.archive.pickle;

import org.jspecify.annotations.Nullable;

/** A call of an allowed function, described and not made. Equality is identity. */
public final class PickleCall {
    private final PickleGlobal function;
    private final PickleTuple arguments;
    private @Nullable Object state;

    PickleCall(PickleGlobal function, PickleTuple arguments) {
        this.function = function;
        this.arguments = arguments;
    }

    void setState(@Nullable Object newState) {
        state = newState;
    }

    /**
     * What is called.
     *
     * @return the function
     */
    public PickleGlobal function() {
        return function;
    }

    /**
     * What it is called with.
     *
     * @return the arguments in order
     */
    public PickleTuple arguments() {
        return arguments;
    }

    /**
     * The state set on the result afterwards.
     *
     * @return the state, or null
     */
    public @Nullable Object state() {
        return state;
    }
}
