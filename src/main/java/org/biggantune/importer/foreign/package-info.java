/**
 * Generators that are TorchScript programs of somebody else: {@link org.biggantune.importer.foreign.EmbeddingMatrixSearch}
 * finds their class embeddings, {@link org.biggantune.importer.foreign.ConditionedProgram} writes them so that they take
 * embeddings. Imports archive and domain; no native libraries.
 */
package org.biggantune.importer.foreign;
