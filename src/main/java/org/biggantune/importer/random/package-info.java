/**
 * Networks of random weights in published sizes, for measuring speed without a checkpoint: {@link
 * org.biggantune.importer.random.RandomBigGan}, {@link org.biggantune.importer.random.RandomAlexNet} and {@link
 * org.biggantune.importer.random.RandomResNet} return state dicts with the original code's names and weights from
 * {@link org.biggantune.importer.random.RandomTensors}. Images and logits are finite but meaningless. Uses archive and
 * domain.
 */
package org.biggantune.importer.random;
