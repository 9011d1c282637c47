package org.biggantune.model;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.biggantune.domain.settings.LoadSettings;

/**
 * Processes many samples a batch at a time, without gradients, which bounds native memory. Several batches run in
 * parallel ({@link BatchThreads}) if there are enough of them. Results do not depend on that: the batch size is set by
 * the caller or the micro-batch setting, and results are consumed in order. Borrows its device.
 */
public final class BatchLoop {
    /** The most batches in parallel, whatever the number of threads: each needs some hundred MiB. */
    private static final int MOST = 8;

    /** The least utilisation of the threads, which drops when batches do not fill the last round. */
    private static final double LEAST_USED = 0.9;

    private final TorchRuntime runtime;
    private final int most;
    private final int samples;

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
        this.runtime = runtime;
        this.most = Math.min(most, MOST);
        this.samples = samples;
    }

    /** Creates a loop with as many parallel batches as suit the device. */
    public BatchLoop(TorchRuntime runtime) {
        this(runtime, MOST);
    }

    /**
     * Processes samples 0 to {@code count − 1}.
     *
     * @param count the number of samples
     * @param batch the batch size; the last batch may be smaller, and all are if the micro-batch is
     * @param work processes one batch
     * @param taker receives each result, in order, on the caller's thread
     * @throws org.biggantune.domain.failure.DeviceUnavailableException if the device has too little memory or fails
     */
    public <T> void each(int count, int batch, Work<T> work, Consumer<T> taker) {
        int size = Math.min(batch, samples);
        BatchThreads threads =
                runtime.batchThreads(parallelBatches(count, size, runtime.threads(), Math.min(most, samples / size)));
        int wave = size * threads.count();
        for (int begin = 0; begin < count; begin += wave) {
            try (NDManager scope = runtime.newScope()) {
                List<Supplier<T>> batches = new ArrayList<>();
                for (int first = begin; first < Math.min(count, begin + wave); first += size) {
                    int from = first;
                    int to = Math.min(count, from + size);
                    batches.add(() -> work.batch(scope, from, to));
                }
                DeviceFailure.during(() -> threads.run(batches)).forEach(taker);
            }
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
