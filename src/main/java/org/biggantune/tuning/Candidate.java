package org.biggantune.tuning;

import java.util.Optional;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.metric.ComparisonIntervals;
import org.biggantune.metric.SampleScores;

/**
 * An embedding that may replace the original one.
 *
 * @param start the index of its start
 * @param step the number of steps taken
 * @param interpolation its position between the initial embedding (0) and the tuned one (1); below 1 for the back-off
 * @param embedding the clamped embedding
 * @param noiseLayer the noise layer trained with it, if any
 * @param loss the tuning objective on the validation latents
 * @param scores its scores on the validation latents
 * @param comparison the original embedding's measures and its own on the validation latents, with intervals
 */
public record Candidate(
        int start,
        int step,
        double interpolation,
        float[] embedding,
        Optional<NoiseLayer> noiseLayer,
        double loss,
        SampleScores scores,
        ComparisonIntervals comparison) {}
