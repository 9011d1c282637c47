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
 * Resolves the number of starts of a class that are tuned together when the setting is {@code auto}: one on a CPU, on a
 * GPU as many as fit into its memory, measured with a step of one start. A resumed run keeps its original number
 * because the exact bits of the results depend on it.
 */
public final class ParallelRestartCount {
    private static final Logger LOG = LoggerFactory.getLogger(ParallelRestartCount.class);

    private ParallelRestartCount() {}

    /**
     * Returns the number for workers, which must not depend on a worker's device: the requested one, else the recorded
     * one, else one.
     */
    public static int ofWorkers(LoadSettings load, OptionalInt recorded) {
        return load.parallelStarts() == LoadSettings.AUTO ? recorded.orElse(1) : load.parallelStarts();
    }

    /**
     * Returns the number of starts to tune together; on a GPU this may take two steps to measure memory.
     *
     * @param settings how to tune
     * @param load the requested settings, with the number of chunks resolved
     * @param recorded the number in {@code run.json} of a resumed run
     */
    public static int known(
            TuningSettings settings,
            LoadSettings load,
            OptionalInt recorded,
            TorchRuntime runtime,
            Generator generator,
            ImageClassifier classifier) {
        if (load.parallelStarts() != LoadSettings.AUTO) {
            return load.parallelStarts();
        }
        int starts = settings.start().starts();
        if (starts == 1 || recorded.isPresent() || runtime.freeMemory().isEmpty()) {
            return recorded.orElse(1);
        }
        // The first step is not representative: cuDNN benchmarks its algorithms and makes libtorch release its cache.
        step(settings, load, runtime, generator, classifier);
        runtime.releaseCache();
        OptionalLong before = runtime.freeMemory();
        step(settings, load, runtime, generator, classifier);
        // libtorch caches the memory of a step for the next one, so the difference is what a step needs.
        long free = before.orElse(0);
        long one = free - runtime.freeMemory().orElse(free);
        int fitting = LoadSettings.fitting(starts, free, one);
        int together = load.microBatch() == 0 ? fitting : Math.min(fitting, load.microBatch() / 2);
        LOG.info("{} of {} starts together: {} bytes free, {} for one", together, starts, free, one);
        return together;
    }

    /** Evaluates one step and discards the result. */
    private static void step(
            TuningSettings settings,
            LoadSettings load,
            TorchRuntime runtime,
            Generator generator,
            ImageClassifier classifier) {
        int count = load.chunkSizes(settings.optimization().batch())[0];
        float[] latents =
                generator.metadata().latents(new RandomKey(settings.seed(), StreamPurpose.BENCH, 0, 0, 0), count);
        float[] row = generator.embeddings().row(0);
        new Objective(
                        runtime,
                        generator,
                        classifier,
                        0,
                        settings.objective(),
                        generator.embeddings().bounds())
                .evaluate(row, row, LatentBatch.ofNeighbours(latents, count));
    }
}
