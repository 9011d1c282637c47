/**
 * From a checkpoint to a program: {@link org.biggantune.importer.GeneratorImporter} and {@link
 * org.biggantune.importer.ClassifierImporter} read the architecture off the tensors and give an {@link
 * org.biggantune.importer.ImportedModel}, ready to be written. The programs' source stands beside them as resources.
 * Imports archive, domain and io; no native libraries.
 */
package org.biggantune.importer;
