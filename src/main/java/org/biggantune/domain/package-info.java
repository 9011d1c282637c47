/**
 * The values of the tool: which classes, which seeds, which random numbers, and the failures a user can understand.
 *
 * <p>Reading order: {@link org.biggantune.domain.ClassLabel}, {@link org.biggantune.domain.ClassNames} and
 * {@link org.biggantune.domain.ClassSelection} say what is worked on; {@link org.biggantune.domain.random.RandomKey},
 * {@link org.biggantune.domain.random.RandomStream} and {@link org.biggantune.domain.SeedList} where latents come from;
 * {@link org.biggantune.domain.BilinearWeights} and {@link org.biggantune.domain.NearestIndices} how an image changes
 * its size; {@link org.biggantune.domain.GeneratorMetadata}, {@link org.biggantune.domain.ClassifierMetadata} and
 * {@link org.biggantune.domain.EmbeddingMatrix} what a model says about itself;
 * {@link org.biggantune.domain.settings.TuningSettings} how an embedding is tuned;
 * {@link org.biggantune.domain.failure.BigganTuneException} and its kinds what can go wrong.
 *
 * <p>May use the JDK, and Apache Commons Text for near names. No parameter or result is ever null.
 */
package org.biggantune.domain;
