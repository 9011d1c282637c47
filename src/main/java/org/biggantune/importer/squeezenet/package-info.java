/**
 * SqueezeNet 1.0 and 1.1 with torchvision's tensor names: {@link org.biggantune.importer.squeezenet.SqueezeNet}. Uses
 * archive and domain.
 */
package org.biggantune.importer.squeezenet;
