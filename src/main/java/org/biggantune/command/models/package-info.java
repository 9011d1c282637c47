/**
 * Models by name. {@link org.biggantune.command.models.ModelCatalog} finds a model by name or file for all commands, {@link
 * org.biggantune.command.models.ModelPrecisions} holds the precisions. {@link org.biggantune.command.models.ModelsCommand}
 * manages models: {@link org.biggantune.command.models.CatalogFile} lists those that can be installed, {@link
 * org.biggantune.command.models.ModelStore} those on this machine, {@link org.biggantune.command.models.InstallRun} installs.
 */
package org.biggantune.command.models;
