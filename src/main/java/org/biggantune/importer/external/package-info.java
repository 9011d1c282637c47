/**
 * Generators that are third-party TorchScript programs: {@link org.biggantune.importer.external.EmbeddingMatrixSearch}
 * finds their class embeddings, {@link org.biggantune.importer.external.ConditionedProgram} converts them to take
 * embeddings. Uses archive and domain; no native libraries.
 */
package org.biggantune.importer.external;
