/** VGG with torchvision's tensor names: {@link org.biggantune.importer.vgg.Vgg}. Uses archive and domain. */
package org.biggantune.importer.vgg;
