package org.biggantune.tuning;

import java.util.Optional;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.metric.SampleScores;

/**
 * An embedding that may replace the original row.
 *
 * @param start the start that it comes from
 * @param step the count of steps that led to it
 * @param interpolation how much of the way from the start it goes: 1 where tuning led, less for the back-off
 * @param embedding its numbers, clamped
 * @param noiseLayer the layer that was trained with it, if one was
 * @param loss the tuning's objective on the selection's latents
 * @param scores its measures on the selection's latents
 */
public record Candidate(
        int start,
        int step,
        double interpolation,
        float[] embedding,
        Optional<NoiseLayer> noiseLayer,
        double loss,
        SampleScores scores) {}
