package org.biggantune.run;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.biggantune.domain.LatentKey;
import org.biggantune.domain.LatentStream;
import org.biggantune.domain.Purpose;

/**
 * The latents of sample images. A seed has the same z whatever the class, so that classes can be compared.
 *
 * <p>Without truncation z ~ N(0, I), as BigGAN-PyTorch samples. With truncation t each number comes from the normal
 * distribution truncated to [−2, 2] and is multiplied by t, as DeepMind's released models are fed (Brock, Donahue,
 * Simonyan, "Large scale GAN training for high fidelity natural image synthesis", 2019, appendix E): the numbers of the
 * seed's stream beyond ±2 are passed over.
 */
final class SampleLatents {
    private static final float BOUND = 2;

    private SampleLatents() {}

    /** Row-major [seeds, size]. */
    static float[] of(long[] seeds, int size, OptionalDouble truncation) {
        float[] latents = new float[Math.multiplyExact(seeds.length, size)];
        for (int i = 0; i < seeds.length; i++) {
            LatentKey key = new LatentKey(seeds[i], Purpose.SAMPLE, 0, 0, 0);
            float[] z = truncation.isPresent()
                    ? truncated(key, size, (float) truncation.getAsDouble())
                    : LatentStream.normals(key, size);
            System.arraycopy(z, 0, latents, i * size, size);
        }
        return latents;
    }

    private static float[] truncated(LatentKey key, int size, float factor) {
        float[] z = new float[size];
        // One number in 22 lies beyond the bound; a longer draw begins with the shorter one.
        for (int drawn = 2 * size; ; drawn *= 2) {
            int filled = 0;
            for (float number : LatentStream.normals(key, drawn)) {
                if (filled < size && Math.abs(number) <= BOUND) {
                    z[filled++] = factor * number;
                }
            }
            if (filled == size) {
                return z;
            }
            Arrays.fill(z, 0);
        }
    }
}
