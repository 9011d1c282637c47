/**
 * What all commands share: layered settings ({@link org.biggantune.cli.ConfiguredDefaults}), option mixins, progress on
 * the terminal, printing of results, exit codes ({@link org.biggantune.cli.ExitCode}). Depends on no command.
 */
package org.biggantune.cli;
