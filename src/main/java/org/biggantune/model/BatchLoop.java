package org.biggantune.model;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.biggantune.domain.settings.LoadSettings;

/**
 * Goes through many samples a batch at a time, without gradients, so that native memory does not grow with their count.
 * Batches are worked on side by side ({@link BatchThreads}) where their count suits that. What comes out does not depend on it:
 * the cut into batches is the caller's, or that of a micro-batch where the settings have one, and results are taken in
 * order. Borrows its device.
 */
public final class BatchLoop {
    /** So many batches at once at most, however many threads there are: each takes some hundred MiB. */
    private static final int MOST = 8;

    /** The share of the lanes' time that must be used, with batches that do not fill the last round. */
    private static final double LEAST_USED = 0.9;

    private final TorchRuntime runtime;
    private final int most;
    private final int samples;

    /** What is done with one batch, in any thread. */
    public interface Work<T> {
        /**
         * Does it.
         *
         * @param scope for tensors; closed after the result was taken
         * @param from the first sample
         * @param to the sample after the last
         */
        T batch(NDManager scope, int from, int to);
    }

    /**
     * A loop on a device.
     *
     * @param runtime the device
     * @param most how many batches it may work on at once, at least 1
     */
    public BatchLoop(TorchRuntime runtime, int most) {
        this(runtime, most, Integer.MAX_VALUE);
    }

    /** A loop within a run's load: as many batches at once as a step has parts, and no more samples than a micro-batch. */
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

    /** A loop that works on as many batches at once as suits the device. */
    public BatchLoop(TorchRuntime runtime) {
        this(runtime, MOST);
    }

    /**
     * Goes through samples.
     *
     * @param count how many
     * @param batch how many in a batch, or fewer: the last one may have, and all where a micro-batch is less
     * @param work is done with each batch
     * @param taker is given each result, in order, in the caller's thread
     * @throws org.biggantune.domain.failure.DeviceUnavailableException if the device has too little memory or fails
     */
    public <T> void each(int count, int batch, Work<T> work, Consumer<T> taker) {
        int cut = Math.min(batch, samples);
        BatchThreads lanes = runtime.lanes(lanes(count, cut, runtime.threads(), Math.min(most, samples / cut)));
        int wave = cut * lanes.count();
        for (int begin = 0; begin < count; begin += wave) {
            try (NDManager scope = runtime.newScope()) {
                List<Supplier<T>> batches = new ArrayList<>();
                for (int first = begin; first < Math.min(count, begin + wave); first += cut) {
                    int from = first;
                    int to = Math.min(count, from + cut);
                    batches.add(() -> work.batch(scope, from, to));
                }
                DeviceFailure.during(() -> lanes.run(batches)).forEach(taker);
            }
        }
    }

    /** The most lanes with equal threads that have something to do nearly all the time. */
    static int lanes(int count, int batch, int threads, int most) {
        for (int lanes = Math.min(most, threads); lanes > 1; lanes--) {
            int wave = batch * lanes;
            // Each wave lasts as long as its first batch.
            int time = count / wave * batch + Math.min(count % wave, batch);
            if (threads % lanes == 0 && (double) count / lanes >= LEAST_USED * time) {
                return lanes;
            }
        }
        return 1;
    }
}
