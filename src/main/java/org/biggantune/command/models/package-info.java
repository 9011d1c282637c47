/**
 * Which models there are: {@link org.biggantune.command.models.ModelCatalog} finds one by name or file, {@link
 * org.biggantune.command.models.ModelPrecisions} tells what it computes in.
 */
package org.biggantune.command.models;
