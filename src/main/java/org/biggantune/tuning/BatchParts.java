package org.biggantune.tuning;

import java.util.OptionalInt;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.model.TorchRuntime;

/**
 * Resolves the number of chunks of a batch that are processed in parallel when the setting is {@code auto}. A resumed
 * run keeps its original number because the exact bits of the results depend on it.
 */
public final class BatchParts {
    /** The fewest latents per chunk; below, reading the weights dominates. */
    private static final int LEAST = 4;

    private BatchParts() {}

    /**
     * Returns the number of chunks.
     *
     * @param load the requested settings
     * @param batch latents in a batch, even
     * @param recorded the number in {@code run.json} of a resumed run
     * @param runtime the device; a GPU takes a batch whole unless told otherwise
     */
    public static int known(LoadSettings load, int batch, OptionalInt recorded, TorchRuntime runtime) {
        return runtime.isOnGpu() ? asked(load, 1) : onProcessor(load, batch, recorded, runtime.threads());
    }

    /** Returns the number of chunks on a CPU with {@code threads} threads. */
    public static int onProcessor(LoadSettings load, int batch, OptionalInt recorded, int threads) {
        return asked(load, recorded.orElse(defaultOf(batch, threads)));
    }

    /** Returns the requested number, or {@code fallback} for {@code auto}. */
    static int asked(LoadSettings load, int fallback) {
        return load.parallelParts() == LoadSettings.AUTO ? fallback : load.parallelParts();
    }

    /**
     * Returns the default for a CPU: the largest number for which all chunks have equally many latents and threads,
     * since the step waits for the slowest.
     *
     * @param batch latents in a batch, even
     * @param threads the threads to divide among the chunks
     */
    static int defaultOf(int batch, int threads) {
        int parts = 1;
        for (int i = 2; i <= threads && batch / i >= LEAST; i++) {
            if (threads % i == 0 && batch / 2 % i == 0) {
                parts = i;
            }
        }
        return parts;
    }
}
