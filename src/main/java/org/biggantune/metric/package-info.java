/**
 * Measures of generated images: {@link org.biggantune.metric.SampleEvaluator} draws images of an embedding and gives
 * {@link org.biggantune.metric.SampleScores}. Imports model and domain.
 */
package org.biggantune.metric;
