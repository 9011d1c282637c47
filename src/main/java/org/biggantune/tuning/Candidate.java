package org.biggantune.tuning;

import org.biggantune.metric.SampleScores;

/**
 * An embedding that may replace the original row.
 *
 * @param start the start that it comes from
 * @param step the count of steps that led to it
 * @param embedding its numbers, clamped
 * @param movement its squared distance from the starting embedding
 * @param scores its measures on the selection's latents
 */
public record Candidate(int start, int step, float[] embedding, double movement, SampleScores scores) {}
