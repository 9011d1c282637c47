/** VGG with torchvision's tensor names: {@link org.biggantune.importer.vgg.Vgg}. Imports archive and domain. */
package org.biggantune.importer.vgg;
