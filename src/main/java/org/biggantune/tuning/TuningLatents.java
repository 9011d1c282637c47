package org.biggantune.tuning;

import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.TuningSettings;

/** The latents and pairs for tuning a class, the same for every start. */
final class TuningLatents {
    private final TuningSettings settings;
    private final int classIndex;
    private final GeneratorMetadata generator;

    TuningLatents(TuningSettings settings, int classIndex, GeneratorMetadata generator) {
        this.settings = settings;
        this.classIndex = classIndex;
        this.generator = generator;
    }

    /** Returns the batch of a step: the latents are fixed within an outer iteration, the pairs differ at every step. */
    LatentBatch ofStep(int step) {
        RandomKey key = key(StreamPurpose.TUNING, step / settings.optimization().stepsPerLatents());
        return new LatentBatch(generator.latents(key, settings.optimization().batch()), pairs(step));
    }

    private int[][] pairs(int step) {
        if (settings.objective().diversity().kind() == Diversity.NONE) {
            return new int[0][];
        }
        int[] order = RandomStream.permutation(
                key(StreamPurpose.PAIRS, step), settings.optimization().batch());
        int[][] pairs = new int[settings.optimization().batch() / 2][];
        for (int p = 0; p < pairs.length; p++) {
            pairs[p] = new int[] {order[2 * p], order[2 * p + 1]};
        }
        return pairs;
    }

    private RandomKey key(StreamPurpose purpose, int iteration) {
        return new RandomKey(settings.seed(), purpose, classIndex, 0, iteration);
    }
}
