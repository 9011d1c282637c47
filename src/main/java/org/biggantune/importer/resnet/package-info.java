/**
 * Residual networks with torchvision's tensor names: {@link org.biggantune.importer.resnet.ResNetArchitecture} reads the
 * architecture, {@link org.biggantune.importer.resnet.ResNetProgram} builds either graph with the root methods of
 * {@code ResNetSource}. Imports archive, domain and io.
 */
package org.biggantune.importer.resnet;
