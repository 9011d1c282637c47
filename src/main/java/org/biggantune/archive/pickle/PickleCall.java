package org.biggantune.archive.pickle;

/** A call of an allowed function, described and not made. Equality is identity. */
public final class PickleCall {
    private final PickleGlobal function;
    private final PickleTuple arguments;
    private Object state;

    PickleCall(PickleGlobal function, PickleTuple arguments) {
        this.function = function;
        this.arguments = arguments;
    }

    void setState(Object newState) {
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
    public Object state() {
        return state;
    }
}
