/**
 * DenseNet with torchvision's tensor names: {@link org.biggantune.importer.densenet.DenseNet}. Uses archive and domain.
 */
package org.biggantune.importer.densenet;
