package org.biggantune.command.sample;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.biggantune.archive.ArrayInput;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.SeedList;
import org.biggantune.domain.random.LatentDistribution;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;

/**
 * The latents of a row of images, from seeds, with a set for each truncation, or from a file.
 *
 * @param images a name for each image, for its file
 * @param sets the latents; one set for each truncation
 */
record SampleLatents(List<String> images, List<Set> sets) {
    /**
     * The latents for all images of a row.
     *
     * @param truncation the factor as text; empty if it is the same for all rows
     * @param values row-major [images, latent size]
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Set(String truncation, float[] values) {}

    /** Draws or reads the latents that the options ask for. */
    static SampleLatents of(SampleOptions options, GeneratorMetadata metadata) {
        List<String> images = new ArrayList<>();
        if (options.latents.file.isPresent()) {
            ArrayInput array = ArrayInput.read("--latents", options.latents.file.get(), metadata.latentSize());
            for (int i = 0; i < array.rows(); i++) {
                images.add(String.format(Locale.ROOT, "image%04d", i));
            }
            return new SampleLatents(images, List.of(new Set("", array.values())));
        }
        long[] seeds = SeedList.parse(options.latents.seeds);
        for (long seed : seeds) {
            images.add(String.format(Locale.ROOT, "seed%04d", seed));
        }
        List<Double> factors = options.latents.truncations();
        if (factors.size() > 1) {
            return new SampleLatents(
                    images,
                    factors.stream()
                            .map(factor -> new Set(
                                    BigDecimal.valueOf(factor)
                                            .stripTrailingZeros()
                                            .toPlainString(),
                                    draw(seeds, metadata.latentSize(), OptionalDouble.of(factor))))
                            .toList());
        }
        OptionalDouble factor = factors.isEmpty() ? metadata.latents().truncation() : OptionalDouble.of(factors.get(0));
        return new SampleLatents(images, List.of(new Set("", draw(seeds, metadata.latentSize(), factor))));
    }

    /**
     * Draws the latents of seeds, row-major [seeds, size]. A seed has the same z for every class, which makes classes
     * comparable, and for another truncation the same z times a factor.
     */
    static float[] draw(long[] seeds, int size, OptionalDouble truncation) {
        LatentDistribution distribution = new LatentDistribution(truncation);
        float[] latents = new float[Math.multiplyExact(seeds.length, size)];
        for (int i = 0; i < seeds.length; i++) {
            float[] z = distribution.draw(new RandomKey(seeds[i], StreamPurpose.SAMPLE, 0, 0, 0), size);
            System.arraycopy(z, 0, latents, i * size, size);
        }
        return latents;
    }
}
