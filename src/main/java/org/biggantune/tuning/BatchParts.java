package org.biggantune.tuning;

import java.util.OptionalInt;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.model.TorchRuntime;

/**
 * Finds in how many parts a batch is worked on side by side where that is left to the tool. A run that goes on takes the
 * number that it began with, since the bits of its results depend on it.
 */
public final class BatchParts {
    /** The field of {@code run.json}. */
    public static final String FIELD = "parallelParts";

    /** With fewer latents a part reads its weights for too few images. */
    private static final int LEAST = 4;

    private BatchParts() {}

    /** The number. */
    public static int known(LoadSettings load, int batch, OptionalInt recorded, TorchRuntime runtime) {
        return runtime.isOnGpu() ? asked(load, 1) : onProcessor(load, batch, recorded, runtime.threads());
    }

    /** The number on a processor with so many threads. */
    public static int onProcessor(LoadSettings load, int batch, OptionalInt recorded, int threads) {
        return asked(load, recorded.orElse(ofProcessor(batch, threads)));
    }

    /** What was asked for, else what suits. */
    static int asked(LoadSettings load, int suiting) {
        return load.parallelParts() == LoadSettings.AUTO ? suiting : load.parallelParts();
    }

    /**
     * What suits a processor: as many parts as can be, where all have the same latents and the same threads, since the
     * slowest is waited for.
     *
     * @param batch latents in a batch, even
     * @param threads how many there are to divide
     */
    static int ofProcessor(int batch, int threads) {
        int parts = 1;
        for (int i = 2; i <= threads && batch / i >= LEAST; i++) {
            if (threads % i == 0 && batch / 2 % i == 0) {
                parts = i;
            }
        }
        return parts;
    }
}
