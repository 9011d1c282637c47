/**
 * What the classifiers' architectures share: {@link org.biggantune.importer.classifier.NetworkTensors} gives a
 * checkpoint's tensors and collects which of them do not fit, {@link org.biggantune.importer.classifier.NetworkLayers}
 * builds layers of either graph, {@link org.biggantune.importer.classifier.NetworkMethods} writes the methods of a
 * program, and {@link org.biggantune.importer.classifier.ClassifierNetwork} is what an architecture's reader gives.
 * Imports archive, domain and io.
 */
package org.biggantune.importer.classifier;
