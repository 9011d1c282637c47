/**
 * BigGAN generators as BigGAN-PyTorch saves them: {@link org.biggantune.importer.biggan.BigGanArchitecture} reads the
 * architecture, {@link org.biggantune.importer.biggan.FoldedBigGan} and {@link
 * org.biggantune.importer.biggan.ReferenceBigGan} build the two graphs. For BigGAN-deep, of BigGAN-PyTorch and of Hugging
 * Face: {@link org.biggantune.importer.biggan.DeepArchitecture}, {@link
 * org.biggantune.importer.biggan.FoldedDeepBigGan} and {@link org.biggantune.importer.biggan.ReferenceDeepBigGan}. Imports archive, domain and io.
 */
package org.biggantune.importer.biggan;
