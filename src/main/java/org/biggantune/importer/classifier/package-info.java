/**
 * Shared parts of the classifiers' architectures: {@link org.biggantune.importer.classifier.NetworkTensors} provides a
 * checkpoint's tensors and reports those that do not match, {@link org.biggantune.importer.classifier.NetworkLayers}
 * builds layers of either graph, {@link org.biggantune.importer.classifier.NetworkMethods} generates the methods of a
 * program, and {@link org.biggantune.importer.classifier.ClassifierNetwork} is the result. Uses archive, domain and io.
 */
package org.biggantune.importer.classifier;
