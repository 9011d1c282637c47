package org.biggantune.domain;

import org.biggantune.domain.failure.StoppedException;

/** Checks between pieces of work whether to stop, on any thread. */
@FunctionalInterface
public interface StopCheck {
    /** Never stops. */
    StopCheck NEVER = () -> {};

    /**
     * Returns normally if the work may continue.
     *
     * @throws StoppedException if a stop was requested; its message gives the reason
     */
    void check();
}
