package org.biggantune.archive.pickle;

import org.jspecify.annotations.Nullable;

/** A description of a call of an allowed function, which is not executed. Equality is identity. */
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

    /** Returns the called function. */
    public PickleGlobal function() {
        return function;
    }

    /** Returns the arguments in order. */
    public PickleTuple arguments() {
        return arguments;
    }

    /** Returns the state set on the result afterwards, or null. */
    public @Nullable Object state() {
        return state;
    }
}
