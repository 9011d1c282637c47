/**
 * Inception v3 with torchvision's tensor names: {@link org.biggantune.importer.inception.InceptionV3} reads it, {@link
 * org.biggantune.importer.inception.InceptionBlocks} builds its blocks. Uses archive and domain.
 */
package org.biggantune.importer.inception;
