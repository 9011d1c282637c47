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
 * Threads that work on parts of a batch side by side on the CPU, each with its share of libtorch's threads. Where
 * operations are short, that is faster than many threads in one operation, which wait for each other at its end; and where
 * another program takes a core, they wait for the slowest at each of hundreds of operations. Borrowed by
 * {@link TorchRuntime#lanes}, which closes it; used by one thread at a time.
 */
public final class BatchThreads implements AutoCloseable {
    private final List<ExecutorService> threads;

    private BatchThreads(List<ExecutorService> threads) {
        this.threads = threads;
    }

    /** No threads of its own: the caller's does all the work. */
    static BatchThreads ofCaller() {
        return new BatchThreads(List.of());
    }

    /**
     * Lanes that divide the threads of an operation among themselves.
     *
     * @param count how many, at least 1
     * @param all threads to divide, at least {@code count}
     */
    static BatchThreads of(int count, int all) {
        if (count == 1) {
            return ofCaller();
        }
        List<ExecutorService> threads = new ArrayList<>();
        BatchThreads lanes = new BatchThreads(threads);
        for (int lane = 0; lane < count; lane++) {
            String name = "lane-" + lane;
            threads.add(Executors.newSingleThreadExecutor(work -> {
                Thread thread = new Thread(work, name);
                thread.setDaemon(true);
                return thread;
            }));
        }
        lanes.run(IntStream.range(0, count)
                .mapToObj(lane -> beginning(all / count + (lane < all % count ? 1 : 0)))
                .toList());
        // The last call also sets what threads take that are yet to begin.
        JniUtils.setNumThreads(all);
        return lanes;
    }

    /** Tells libtorch about the thread that it is called in; gives how many threads it would have taken. */
    private static Supplier<Integer> beginning(int share) {
        return () -> {
            JniUtils.setGradMode(false);
            // libtorch gives a thread the number that others have when the thread first asks, so it has to ask before.
            int others = JniUtils.getNumThreads();
            JniUtils.setNumThreads(share);
            return others;
        };
    }

    /** How much is worked on at once, at least 1. */
    public int count() {
        return Math.max(1, threads.size());
    }

    /**
     * Does some work, what stands first in a lane first. What fails does not keep the rest from being done.
     *
     * @param work tasks that share no tensor that one of them changes
     * @return what each gave, in order
     * @throws RuntimeException what the first of those that failed threw
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
        // Waits for all, whatever happens: the work uses tensors that the caller will free.
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
