/**
 * Measures of generated images: {@link org.biggantune.metric.SampleEvaluator} draws images of an embedding and gives
 * {@link org.biggantune.metric.SampleScores}; {@link org.biggantune.metric.RowRanking}
 * finds the row that comes nearest to a label. Imports model and domain.
 */
package org.biggantune.metric;
