/**
 * Networks of random weights, made on the spot in the sizes that were published, so that speed can be measured without a
 * checkpoint: {@link org.biggantune.importer.random.RandomBigGan}, {@link
 * org.biggantune.importer.random.RandomAlexNet} and {@link org.biggantune.importer.random.RandomResNet} give state dicts
 * with the original code's names, whose numbers come from {@link org.biggantune.importer.random.RandomTensors}. Images
 * and logits are finite and mean nothing. Imports archive and domain.
 */
package org.biggantune.importer.random;
