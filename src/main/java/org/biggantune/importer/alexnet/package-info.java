/** AlexNet with torchvision's tensor names: {@link org.biggantune.importer.alexnet.AlexNet}. Imports archive and domain. */
package org.biggantune.importer.alexnet;
