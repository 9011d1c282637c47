package org.biggantune.command.sample;

import java.util.OptionalDouble;
import org.biggantune.domain.random.LatentDistribution;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;

/** The latents of sample images. A seed has the same z whatever the class, so that classes can be compared. */
final class SampleLatents {
    private SampleLatents() {}

    /** Row-major [seeds, size], truncated as {@link LatentDistribution} tells. */
    static float[] of(long[] seeds, int size, OptionalDouble truncation) {
        LatentDistribution distribution = new LatentDistribution(truncation);
        float[] latents = new float[Math.multiplyExact(seeds.length, size)];
        for (int i = 0; i < seeds.length; i++) {
            float[] z = distribution.draw(new RandomKey(seeds[i], StreamPurpose.SAMPLE, 0, 0, 0), size);
            System.arraycopy(z, 0, latents, i * size, size);
        }
        return latents;
    }
}
