package org.biggantune.model;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * CPU threads that process chunks of a batch in parallel, each with its share of libtorch's threads. For short
 * operations this is faster than many threads per operation, which wait for the slowest at the end of each of hundreds
 * of operations. Owned by {@link TorchRuntime#batchThreads}; used by one thread at a time.
 */
public final class BatchThreads implements AutoCloseable {
    private final List<ExecutorService> threads;

    private BatchThreads(List<ExecutorService> threads) {
        this.threads = threads;
    }

    /** Returns an instance without threads, which runs all tasks on the caller's thread. */
    private static BatchThreads ofCaller() {
        return new BatchThreads(List.of());
    }

    /**
     * Creates threads that share libtorch's threads.
     *
     * @param count the number of threads, at least 1
     * @param all the libtorch threads to divide, at least {@code count}
     */
    static BatchThreads of(int count, int all) {
        if (count == 1) {
            return ofCaller();
        }
        List<ExecutorService> threads = new ArrayList<>();
        BatchThreads created = new BatchThreads(threads);
        for (int thread = 0; thread < count; thread++) {
            String name = "batch-" + thread;
            threads.add(Executors.newSingleThreadExecutor(work -> {
                Thread worker = new Thread(work, name);
                worker.setDaemon(true);
                return worker;
            }));
        }
        created.run(IntStream.range(0, count)
                .mapToObj(i -> configured(all / count + (i < all % count ? 1 : 0)))
                .toList());
        // The last call also sets the default of threads that have not called libtorch yet.
        JniUtils.setNumThreads(all);
        return created;
    }

    /** Configures libtorch for the calling thread; returns the number of threads it would have used otherwise. */
    private static Supplier<Integer> configured(int share) {
        return () -> {
            JniUtils.setGradMode(false);
            // The first query of a thread resets its number to the global default, so it must precede the assignment.
            int others = JniUtils.getNumThreads();
            JniUtils.setNumThreads(share);
            return others;
        };
    }

    /** Returns the number of tasks that run in parallel, at least 1. */
    public int count() {
        return Math.max(1, threads.size());
    }

    /**
     * Runs all tasks and waits for them; a failing task does not cancel the others.
     *
     * @param work tasks that modify no tensor shared between them
     * @return the results, in order
     * @throws RuntimeException the exception of the first failed task
     */
    public <T> List<T> run(List<? extends Supplier<T>> work) {
        if (threads.isEmpty() || work.size() == 1) {
            return work.stream().<T>map(Supplier::get).toList();
        }
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < work.size(); i++) {
            Supplier<T> task = work.get(i);
            futures.add(threads.get(i % threads.size()).submit(task::get));
        }
        // Waits for all tasks even after a failure: they use tensors that the caller will free.
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        for (Future<T> future : futures) {
            try {
                results.add(await(future));
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return results;
    }

    private static <T> T await(Future<T> future) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdown);
    }
}
