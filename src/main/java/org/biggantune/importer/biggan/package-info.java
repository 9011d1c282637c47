/**
 * BigGAN generators of BigGAN-PyTorch: {@link org.biggantune.importer.biggan.BigGanArchitecture} determines the
 * architecture, {@link org.biggantune.importer.biggan.FoldedBigGan} and {@link
 * org.biggantune.importer.biggan.ReferenceBigGan} build the two graphs. For BigGAN-deep, of BigGAN-PyTorch and of
 * Hugging Face: {@link org.biggantune.importer.biggan.DeepArchitecture}, {@link
 * org.biggantune.importer.biggan.FoldedDeepBigGan} and {@link org.biggantune.importer.biggan.ReferenceDeepBigGan}. Uses
 * archive, domain and io.
 */
package org.biggantune.importer.biggan;
