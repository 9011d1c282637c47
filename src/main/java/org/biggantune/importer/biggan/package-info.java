/**
 * BigGAN generators as BigGAN-PyTorch saves them: {@link org.biggantune.importer.biggan.BigGanArchitecture} reads the
 * architecture, {@link org.biggantune.importer.biggan.FoldedBigGan} and {@link
 * org.biggantune.importer.biggan.ReferenceBigGan} build the two graphs. Imports archive, domain and io.
 */
package org.biggantune.importer.biggan;
