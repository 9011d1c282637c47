package org.biggantune.model;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.domain.settings.LoadSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes many samples a batch at a time, without gradients, which bounds native memory. Several batches run in
 * parallel ({@link BatchThreads}) if there are enough of them. Results do not depend on that: the batch size is set by
 * the caller or the micro-batch setting, and results are consumed in order. Borrows its device.
 */
public final class BatchLoop {
    private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);

    /** The most batches in parallel, whatever the number of threads: each needs some hundred MiB. */
    private static final int MOST = 8;

    /** The least utilisation of the threads, which drops when batches do not fill the last round. */
    private static final double LEAST_USED = 0.9;

    private final TorchRuntime runtime;
    private final int most;
    private final int samples;
    private final boolean retries;

    /** The work on one batch; runs on any thread. */
    public interface Work<T> {
        /**
         * Processes one batch.
         *
         * @param scope owns the batch's tensors; closed after the result was consumed
         * @param from the first sample
         * @param to one past the last sample
         */
        T batch(NDManager scope, int from, int to);
    }

    /**
     * Creates a loop on a device.
     *
     * @param runtime the device
     * @param most the most batches in parallel, at least 1
     */
    public BatchLoop(TorchRuntime runtime, int most) {
        this(runtime, most, Integer.MAX_VALUE);
    }

    /**
     * Creates a loop within a run's limits: as many parallel batches as a step has parts, and no more samples at once
     * than a micro-batch.
     */
    public BatchLoop(TorchRuntime runtime, LoadSettings load) {
        this(
                runtime,
                Math.max(1, load.parallelParts()),
                load.microBatch() == 0 ? Integer.MAX_VALUE : load.microBatch());
    }

    private BatchLoop(TorchRuntime runtime, int most, int samples) {
        this(runtime, most, samples, runtime.isOnGpu());
    }

    /**
     * Creates a loop.
     *
     * @param samples the most samples at once
     * @param retries whether batches for which memory is too short are halved, once
     */
    BatchLoop(TorchRuntime runtime, int most, int samples, boolean retries) {
        this.runtime = runtime;
        this.most = Math.min(most, MOST);
        this.samples = samples;
        this.retries = retries;
    }

    /** Creates a loop with as many parallel batches as suit the device. */
    public BatchLoop(TorchRuntime runtime) {
        this(runtime, MOST);
    }

    /** Returns how many images the device processes at once. */
    BatchSize batchSize() {
        return runtime.batchSize();
    }

    /** Returns the number of samples to draw and measure at once; see {@link BatchSize#measured}. */
    public int measured(int resolution, int inputSize) {
        return batchSize().measured(resolution, inputSize, samples);
    }

    /**
     * Processes samples 0 to {@code count − 1}.
     *
     * @param count the number of samples
     * @param batch the batch size; the last batch may be smaller, and all are if the micro-batch is
     * @param work processes one batch; called again with half of it if a GPU has too little memory for it
     * @param taker receives each result, in order, on the caller's thread
     * @throws org.biggantune.domain.failure.DeviceUnavailableException if the device has too little memory or fails
     */
    public <T> void each(int count, int batch, Work<T> work, Consumer<T> taker) {
        int size = Math.min(batch, samples);
        BatchThreads threads =
                runtime.batchThreads(parallelBatches(count, size, runtime.threads(), Math.min(most, samples / size)));
        boolean mayHalve = retries && size >= 4;
        int done = 0;
        while (done < count) {
            int end = Math.min(count, done + size * threads.count());
            if (wave(threads, done, end, size, work, taker, mayHalve)) {
                done = end;
            } else {
                runtime.releaseCache();
                // Even, as neighbours may be pairs.
                size = (size / 2) & ~1;
                mayHalve = false;
                LOG.warn("too little GPU memory: continuing with {} images at once", size);
            }
        }
    }

    /** Processes parallel batches; returns false if memory is too short for them and they may be halved. */
    private <T> boolean wave(
            BatchThreads threads, int begin, int end, int size, Work<T> work, Consumer<T> taker, boolean mayHalve) {
        try (NDManager scope = runtime.newScope()) {
            List<Supplier<T>> batches = new ArrayList<>();
            for (int first = begin; first < end; first += size) {
                int from = first;
                int to = Math.min(end, from + size);
                batches.add(() -> work.batch(scope, from, to));
            }
            List<T> results;
            try {
                results = DeviceFailure.during(() -> threads.run(batches));
            } catch (DeviceUnavailableException e) {
                if (mayHalve && DeviceFailure.isMemory(e)) {
                    return false;
                }
                throw e;
            }
            results.forEach(taker);
            return true;
        }
    }

    /**
     * Returns the largest number of parallel batches with equal shares of the threads that keeps all of them busy
     * nearly all the time.
     */
    static int parallelBatches(int count, int batch, int threads, int most) {
        for (int parallel = Math.min(most, threads); parallel > 1; parallel--) {
            int wave = batch * parallel;
            // A wave takes as long as its first batch.
            int time = count / wave * batch + Math.min(count % wave, batch);
            if (threads % parallel == 0 && (double) count / parallel >= LEAST_USED * time) {
                return parallel;
            }
        }
        return 1;
    }
}
