package org.biggantune.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** The rows of a table, worked out on several threads. What comes out must not depend on their order. */
final class ParallelFor {
    private ParallelFor() {}

    /**
     * Works out each row once and waits for all.
     *
     * @param count how many rows
     * @param threads how many threads, at least 1
     * @param row works out one, in any thread
     */
    static void each(int count, int threads, IntConsumer row) {
        if (threads == 1) {
            for (int i = 0; i < count; i++) {
                row.accept(i);
            }
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            // Rows may differ in length: whoever is free takes the next.
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(() -> {
                    for (int mine = next.getAndIncrement(); mine < count; mine = next.getAndIncrement()) {
                        row.accept(mine);
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
