package org.biggantune.domain;

import org.biggantune.domain.failure.StoppedException;

/** Asked between two pieces of work whether to go on, in any thread. */
@FunctionalInterface
public interface StopCheck {
    /** Nobody stops it. */
    StopCheck NEVER = () -> {};

    /**
     * Returns where the work is to go on.
     *
     * @throws StoppedException if it was asked to stop; its message says by what
     */
    void check();
}
