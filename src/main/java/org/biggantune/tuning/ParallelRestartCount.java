package org.biggantune.tuning;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds how many starts of a class are tuned together where that is left to the device: on the processor one after the
 * other, on a GPU as many as its memory holds beside each other, measured with a step of one. A run that goes on takes the
 * number that it began with, since the bits of its results depend on it.
 */
public final class ParallelRestartCount {
    /** The field of {@code run.json}. */
    public static final String FIELD = "parallelStarts";

    private static final Logger LOG = LoggerFactory.getLogger(ParallelRestartCount.class);

    private ParallelRestartCount() {}

    /**
     * What workers use, whatever their devices, so that no class depends on who tunes it: what was asked for, else what the
     * run was begun with, else one.
     */
    public static int ofWorkers(LoadSettings load, OptionalInt recorded) {
        return load.parallelStarts() == LoadSettings.AUTO ? recorded.orElse(1) : load.parallelStarts();
    }

    /**
     * The number.
     *
     * @param settings how to tune
     * @param load what was asked for, in a known number of parts
     * @param recorded what the run was begun with, if it was
     */
    public static int known(
            TuningSettings settings,
            LoadSettings load,
            OptionalInt recorded,
            TorchRuntime runtime,
            Generator generator,
            ImageClassifier examiner) {
        if (load.parallelStarts() != LoadSettings.AUTO) {
            return load.parallelStarts();
        }
        int starts = settings.start().starts();
        if (starts == 1 || recorded.isPresent() || runtime.freeMemory().isEmpty()) {
            return recorded.orElse(1);
        }
        // At the first step cuDNN tries its algorithms, and has libtorch give back what it keeps, again and again.
        step(settings, load, runtime, generator, examiner);
        runtime.releaseCache();
        OptionalLong before = runtime.freeMemory();
        step(settings, load, runtime, generator, examiner);
        // What libtorch took from the driver for the step it keeps for the next one.
        long free = before.orElse(0);
        long one = free - runtime.freeMemory().orElse(free);
        int fitting = LoadSettings.fitting(starts, free, one);
        int together = load.microBatch() == 0 ? fitting : Math.min(fitting, load.microBatch() / 2);
        LOG.info("{} of {} starts together: {} bytes free, {} for one", together, starts, free, one);
        return together;
    }

    /** A step that counts for nothing. */
    private static void step(
            TuningSettings settings,
            LoadSettings load,
            TorchRuntime runtime,
            Generator generator,
            ImageClassifier examiner) {
        int count = load.pieces(settings.optimization().batch())[0];
        float[] latents =
                generator.metadata().latents(new RandomKey(settings.seed(), StreamPurpose.BENCH, 0, 0, 0), count);
        float[] row = generator.embeddings().row(0);
        new Objective(
                        runtime,
                        generator,
                        examiner,
                        0,
                        settings.objective(),
                        generator.embeddings().bounds())
                .evaluate(row, row, LatentBatch.ofNeighbours(latents, count));
    }
}
