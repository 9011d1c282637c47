package org.biggantune.workers;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Items that workers fetch one at a time, in order. An item whose worker was lost is the next one to be fetched, once: an
 * item that two workers were lost with is likely to be the reason. Not thread-safe.
 *
 * @param <T> what an item is; equal items are the same one
 */
final class WorkQueue<T> {
    private final Deque<T> waiting;
    private final Set<T> lostBefore = new HashSet<>();

    /** A queue of items, copied. */
    public WorkQueue(Collection<T> items) {
        this.waiting = new ArrayDeque<>(items);
    }

    /** Hands out the next item; empty when none waits. */
    public Optional<T> next() {
        return Optional.ofNullable(waiting.poll());
    }

    /**
     * Takes an item back from a worker that was lost with it.
     *
     * @return whether it waits again; false where this is the second time
     */
    public boolean lost(T item) {
        if (!lostBefore.add(item)) {
            return false;
        }
        waiting.addFirst(item);
        return true;
    }
}
