/**
 * The values that all other packages share: classes, seeds, random numbers, model metadata, settings and failures.
 *
 * <p>Reading order: {@link org.biggantune.domain.ClassLabel}, {@link org.biggantune.domain.ClassNames} and {@link
 * org.biggantune.domain.ClassSelection} describe the classes to work on; {@link
 * org.biggantune.domain.random.RandomKey}, {@link org.biggantune.domain.random.RandomStream} and {@link
 * org.biggantune.domain.SeedList} the source of latents; {@link org.biggantune.domain.BilinearWeights} and {@link
 * org.biggantune.domain.NearestIndices} resizing; {@link org.biggantune.domain.GeneratorMetadata}, {@link
 * org.biggantune.domain.ClassifierMetadata} and {@link org.biggantune.domain.EmbeddingMatrix} a model; {@link
 * org.biggantune.domain.settings.TuningSettings} the tuning of an embedding; {@link
 * org.biggantune.domain.failure.BigganTuneException} and its subclasses what can go wrong.
 *
 * <p>Uses only the JDK, and Apache Commons Text for near names. No parameter or result is null unless annotated.
 */
package org.biggantune.domain;
