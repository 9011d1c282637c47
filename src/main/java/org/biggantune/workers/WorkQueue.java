package org.biggantune.workers;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A queue of items for workers. An item of a lost worker is handed out again, but only once, since an item that has cost two
 * workers is likely the cause. Not thread-safe.
 *
 * @param <T> the items' type; equal items count as the same
 */
final class WorkQueue<T> {
    private final Deque<T> waiting;
    private final Set<T> lostBefore = new HashSet<>();

    /** Creates a queue with a copy of the items. */
    WorkQueue(Collection<T> items) {
        this.waiting = new ArrayDeque<>(items);
    }

    /** Removes and returns the next item; empty if there is none. */
    Optional<T> next() {
        return Optional.ofNullable(waiting.poll());
    }

    /**
     * Returns the item of a lost worker to the head of the queue.
     *
     * @return false if it was lost before and is dropped
     */
    boolean lost(T item) {
        if (!lostBefore.add(item)) {
            return false;
        }
        waiting.addFirst(item);
        return true;
    }
}
