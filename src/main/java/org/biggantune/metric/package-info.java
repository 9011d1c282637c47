/**
 * Measures of generated images: {@link org.biggantune.metric.SampleEvaluator} draws images of an embedding and gives
 * {@link org.biggantune.metric.SampleScores}; {@link org.biggantune.metric.PairedComparison} says what of a difference
 * between two embeddings may be chance; {@link org.biggantune.metric.RowRanking} finds the row that comes nearest to a label; {@link org.biggantune.metric.RealismEvaluator} shows a judge generated and
 * real images, and {@link org.biggantune.metric.RealReference} compares what it saw: {@link
 * org.biggantune.metric.FrechetInceptionDistance}, {@link org.biggantune.metric.KernelInceptionDistance}, {@link
 * org.biggantune.metric.PrecisionRecallDensityCoverage}. Imports model and domain, and EJML for eigenvalues.
 */
package org.biggantune.metric;
