package org.biggantune.metric;

import java.util.List;

/**
 * Samples of one embedding, all together and pair by pair: what two embeddings that were drawn from the same latents are
 * compared by.
 *
 * @param scores of all samples
 * @param pairs the scores of samples 0 and 1, of 2 and 3, and so on, whose pair diversity is their distance
 */
public record MeasuredSamples(SampleScores scores, List<SampleScores> pairs) {
    /** Copies the list. */
    public MeasuredSamples {
        pairs = List.copyOf(pairs);
    }
}
