package org.biggantune.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Runs an indexed task on several threads. The result must not depend on the order of the indices. */
final class ParallelFor {
    private ParallelFor() {}

    /**
     * Runs the task once for each index from 0 to {@code count − 1} and waits for all.
     *
     * @param count the number of indices
     * @param threads the number of threads, at least 1
     * @param task processes one index, on any thread
     * @throws IllegalStateException if a task throws an exception or the caller is interrupted
     */
    static void each(int count, int threads, IntConsumer task) {
        if (threads == 1) {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            // Tasks may take different times: each thread takes the next index when it is free.
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(() -> {
                    for (int mine = next.getAndIncrement(); mine < count; mine = next.getAndIncrement()) {
                        task.accept(mine);
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
