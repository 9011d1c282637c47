/**
 * Measures of generated images: {@link org.biggantune.metric.SampleEvaluator} draws images of an embedding and gives
 * {@link org.biggantune.metric.SampleScores}; {@link org.biggantune.metric.PairedComparison} gives confidence intervals
 * for a difference between two embeddings; {@link org.biggantune.metric.EmbeddingRanking} finds the class embeddings
 * closest to a label; {@link org.biggantune.metric.RealismEvaluator} measures generated and real images with a judge,
 * and {@link org.biggantune.metric.RealReference} compares them: {@link
 * org.biggantune.metric.FrechetInceptionDistance}, {@link org.biggantune.metric.KernelInceptionDistance}, {@link
 * org.biggantune.metric.PrecisionRecallDensityCoverage}. Uses model, io and domain.
 */
package org.biggantune.metric;
