package org.biggantune.domain.settings;

import java.util.Objects;
import org.biggantune.domain.OptionRange;

/**
 * How rows are measured against real images. The defaults stand in {@code configs/default.yaml}.
 *
 * @param samples generated images of each row, even and at least 2
 * @param realSamples the most real images of each class, at least 2
 * @param neighbours the nearest images that span a ball of precision, recall, density and coverage, at least 1
 * @param features the judge's layer whose feature map is averaged, or {@code auto} for the one that it names itself
 * @param seed the seed of the latents
 */
public record EvaluationSettings(int samples, int realSamples, int neighbours, String features, long seed) {
    /** Checks every range. */
    public EvaluationSettings {
        Objects.requireNonNull(features, "features");
        OptionRange.even("--samples", samples, OptionRange.MOST_SAMPLES);
        OptionRange.within("--real-samples", realSamples, 2, OptionRange.MOST_SAMPLES);
        OptionRange.within("--neighbours", neighbours, 1, OptionRange.MOST_SAMPLES);
    }
}
