/**
 * Residual networks with torchvision's tensor names: {@link org.biggantune.importer.resnet.ResNetArchitecture}
 * determines the architecture, {@link org.biggantune.importer.resnet.ResNetProgram} builds either graph with the root
 * methods of {@code ResNetSource}. Uses archive, domain and io.
 */
package org.biggantune.importer.resnet;
