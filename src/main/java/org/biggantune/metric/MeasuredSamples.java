package org.biggantune.metric;

import java.util.List;

/**
 * Scores of one embedding's samples, in total and per pair, for comparing embeddings sampled from the same latents.
 *
 * @param scores the scores of all samples
 * @param pairs the scores of samples 0 and 1, 2 and 3, and so on; the pair diversity of each is the distance between
 *     its two samples
 */
public record MeasuredSamples(SampleScores scores, List<SampleScores> pairs) {
    /** Copies the list. */
    public MeasuredSamples {
        pairs = List.copyOf(pairs);
    }
}
