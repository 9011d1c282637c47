package org.biggantune.io;

import java.util.ArrayDeque;
import java.util.Deque;

/** A collection of open resources that are closed in reverse order, all of them even if closing one fails. */
public final class OpenResources implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Takes ownership of a resource and returns it. */
    public <T extends AutoCloseable> T own(T opened) {
        open.push(opened);
        return opened;
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = e instanceof RuntimeException known
                            ? known
                            : new IllegalStateException("closing failed", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
