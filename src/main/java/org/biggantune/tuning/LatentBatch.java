package org.biggantune.tuning;

/**
 * Latents of one outer iteration and the pairs whose distance is rewarded.
 *
 * @param latents row-major [batch, latent size]
 * @param pairs indices [batch / 2][2] of distinct samples; empty where diversity is off
 */
public record LatentBatch(float[] latents, int[][] pairs) {}
