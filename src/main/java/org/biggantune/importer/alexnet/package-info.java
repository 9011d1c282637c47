/**
 * AlexNet with torchvision's tensor names: {@link org.biggantune.importer.alexnet.AlexNet}. Uses archive and domain.
 */
package org.biggantune.importer.alexnet;
