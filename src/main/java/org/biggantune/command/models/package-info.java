/**
 * Which models there are: {@link org.biggantune.command.models.ModelCatalog} finds one by name or file for every command,
 * {@link org.biggantune.command.models.ModelPrecisions} says what it computes in. {@link
 * org.biggantune.command.models.ModelsCommand} lists, installs, chooses, shows and removes them: {@link
 * org.biggantune.command.models.CatalogFile} knows what can be had, {@link org.biggantune.command.models.ModelStore} what is
 * here, {@link org.biggantune.command.models.InstallRun} brings the one to the other.
 */
package org.biggantune.command.models;
