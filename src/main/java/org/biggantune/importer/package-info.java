/**
 * From a checkpoint to a program: {@link org.biggantune.importer.GeneratorImporter} and {@link
 * org.biggantune.importer.ClassifierImporter} determine the architecture from the tensors and return an {@link
 * org.biggantune.importer.ImportedModel}, ready to be written. The programs' source is in resources of the same
 * packages. Uses archive, domain and io; no native libraries.
 */
package org.biggantune.importer;
